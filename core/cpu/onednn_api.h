// SPDX-License-Identifier: BSD-3-Clause
// What differs between the C++ interfaces of oneDNN 2 and 3, in terms that do for both.
#pragma once

#include <dnnl.hpp>

namespace tocha::cpu::onednn {

using Desc = dnnl::memory::desc;

const dnnl::engine& engine();

/// Attributes of every primitive: scratch memory is the caller's.
const dnnl::primitive_attr& attributes();

#if DNNL_VERSION_MAJOR < 3

/// How `Primitive` is to be computed; `arguments` are those of its operation, in oneDNN's order.
template <class Primitive, class... Arguments>
auto describe(const Arguments&... arguments) {
  return typename Primitive::primitive_desc(typename Primitive::desc(arguments...), attributes(),
                                            engine());
}

/// The same for a backward primitive, which has to know its forward one.
template <class Primitive, class Forward, class... Arguments>
auto describe_backward(const Forward& forward, const Arguments&... arguments) {
  return typename Primitive::primitive_desc(typename Primitive::desc(arguments...), attributes(),
                                            engine(), forward);
}

/// For the C interface.
inline const dnnl_memory_desc_t* raw(const Desc& desc) { return &desc.data; }

#else

template <class Primitive, class... Arguments>
auto describe(const Arguments&... arguments) {
  return typename Primitive::primitive_desc(engine(), arguments..., attributes());
}

template <class Primitive, class Forward, class... Arguments>
auto describe_backward(const Forward& forward, const Arguments&... arguments) {
  return typename Primitive::primitive_desc(engine(), arguments..., forward, attributes());
}

inline const_dnnl_memory_desc_t raw(const Desc& desc) { return desc.get(); }

#endif

}  // namespace tocha::cpu::onednn

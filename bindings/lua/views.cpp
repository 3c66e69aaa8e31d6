// SPDX-License-Identifier: BSD-3-Clause
// The shape of a tensor for Lua: questions, views, resizing.
#include "core/tensor/views.h"

#include "bindings/lua/modules.h"
#include "core/ops/copy.h"

namespace tocha::lua {
namespace {

void push_sizes(Call& c, std::span<const int64_t> sizes) {
  StoragePtr list =
      StoragePtr::adopt(Storage::make(cpu_device(), DType::Long, int64_t(sizes.size())));
  std::copy(sizes.begin(), sizes.end(), static_cast<int64_t*>(list->data()));
  push_storage(c.L, c.state, std::move(list));
  c.pushed(1);
}

Shape zero_based(const Shape& given) {
  Shape result;
  for (int64_t d : given) {
    if (d == 0) fail("positions and dimensions count from 1, got 0");
    result.push_back(d > 0 ? d - 1 : d);
  }
  return result;
}

// sub(first1, last1, first2, last2, ...): one range a dimension, negative from the end.
void sub(Call& c) {
  const Shape bounds = zero_based(c.sizes(1));
  if (bounds.size() % 2 != 0) fail("ranges come in pairs, got ", bounds.size(), " numbers");
  Tensor result = c.tensor(0);
  for (int d = 0; d < bounds.size() / 2; ++d) {
    const int64_t size = result.size(check_dim(result, d));
    const int64_t first = bounds[2 * d], last = bounds[2 * d + 1];
    result = narrow(result, d, first,
                    (last < 0 ? last + size : last) - (first < 0 ? first + size : first) + 1);
  }
  c.push(std::move(result));
}

// A tensor of one element as a Lua number.
void push_number(Call& c, const Tensor& one) {
  c.push(*to(one, DType::Double, cpu_device()).data<double>());
}

// squeeze(a, [dim]), squeeze(res, a, [dim]). As in Torch7 a number is returned where one element is
// left that has no other dimension to lose.
void squeeze(Call& c) {
  const bool given = c.has(0);
  const Tensor a = c.tensor(1);
  Tensor squeezed = c.has(2) ? tocha::squeeze(a, c.index(2)) : tocha::squeeze(a);
  const bool number = squeezed.numel() == 1 && squeezed.dim() == 1 && !(c.has(2) && a.dim() > 1);
  if (given) become(c.tensor(0), squeezed);
  if (number) {
    push_number(c, squeezed);
  } else if (given) {
    lua_pushvalue(c.L, c.slot(0));
    c.pushed(1);
  } else {
    c.push(std::move(squeezed));
  }
}

void resize(Call& c, const Shape& strides) { c.tensor(0).resize_in_storage(c.sizes(1), strides); }

// All extents, or that of one dimension.
void extent(Call& c, std::span<const int64_t> extents) {
  if (c.has(1))
    c.push(double(extents[check_dim(c.tensor(0), c.index(1))]));
  else
    push_sizes(c, extents);
}

// Methods only: torch.size and the like do not exist.
constexpr Overload kMethods[] = {
    {"dim", "a, ...", [](Call& c) { c.push(double(c.tensor(0).dim())); }},
    {"nDimension", "a, ...", [](Call& c) { c.push(double(c.tensor(0).dim())); }},
    {"nElement", "a, ...", [](Call& c) { c.push(double(c.tensor(0).numel())); }},
    {"elementSize", "a, ...", [](Call& c) { c.push(double(element_size(c.tensor(0).dtype()))); }},
    {"size", "a, [dim:dim], ...", [](Call& c) { extent(c, c.tensor(0).sizes()); }},
    {"__len__", "a", [](Call& c) { push_sizes(c, c.tensor(0).sizes()); }},
    {"stride", "a, [dim:dim], ...", [](Call& c) { extent(c, c.tensor(0).strides()); }},
    {"storageOffset", "a, ...", [](Call& c) { c.push(double(c.tensor(0).offset() + 1)); }},
    {"isContiguous", "a, ...", [](Call& c) { c.push(c.tensor(0).is_contiguous()); }},
    {"isSameSizeAs", "a, b, ...", [](Call& c) { c.push(c.tensor(0).same_sizes(c.tensor(1))); }},
    {"isSetTo", "a, b, ...", [](Call& c) { c.push(c.tensor(0).is_set_to(c.tensor(1))); }},
    {"isSize", "a, sizes:sizes", [](Call& c) { c.push(Shape{c.tensor(0).sizes()} == c.sizes(1)); }},

    {"narrow", "a, dim:dim, start:index, size:integer, ...",
     [](Call& c) { c.push(narrow(c.tensor(0), c.index(1), c.index(2), c.integer(3))); }},
    {"select", "a, dim:dim, position:index, ...",
     [](Call& c) {
       const Tensor& a = c.tensor(0);
       if (a.dim() > 1)
         c.push(select(a, c.index(1), c.index(2)));
       else  // a vector's element, whichever dimension is named, as in Torch7
         push_number(c, select(a, 0, c.index(2)));
     }},
    {"transpose", "a, dim1:dim, dim2:dim, ...",
     [](Call& c) { c.push(transpose(c.tensor(0), c.index(1), c.index(2))); }},
    {"t", "a, ...",
     [](Call& c) {
       if (c.tensor(0).dim() != 2) fail("a matrix is needed, got ", c.tensor(0));
       c.push(transpose(c.tensor(0), 0, 1));
     }},
    {"sub", "a, ranges:sizes", sub},
    {"unfold", "a, dim:dim, size:integer, step:integer, ...",
     [](Call& c) { c.push(unfold(c.tensor(0), c.index(1), c.integer(2), c.integer(3))); }},
    {"resize", "self, sizes:sizes, strides:storage", [](Call& c) { resize(c, c.sizes(2)); }},
    {"resize", "self, sizes:sizes", [](Call& c) { resize(c, Shape{}); }},
    {"resizeAs", "self, b, ...",
     [](Call& c) { c.tensor(0).resize_in_storage(c.tensor(1).sizes()); }},
};

constexpr Overload kViews[] = {
    {"numel", "a", [](Call& c) { c.push(double(c.tensor(0).numel())); }},
    {"permute", "a, dims:sizes",
     [](Call& c) { c.push(permute(c.tensor(0), zero_based(c.sizes(1)))); }},
    {"squeeze", "[to:tensor,] a, [dim:dim]", squeeze},
    {"unsqueeze", "[res,] a, dim:dim",
     [](Call& c) { become(c.out(0), unsqueeze(c.tensor(1), c.index(2))); }},
    {"expand", "[res,] a, sizes:sizes",
     [](Call& c) { become(c.out(0), expand(c.tensor(1), c.sizes(2))); }},
    {"expandAs", "[res,] a, b, ...",
     [](Call& c) { become(c.out(0), expand(c.tensor(1), c.tensor(2).sizes())); }},
    {"view", "[res,] a, sizes:sizes",
     [](Call& c) { become(c.out(0), view(c.tensor(1), c.sizes(2))); }},
    {"viewAs", "[res,] a, b",
     [](Call& c) { become(c.out(0), view(c.tensor(1), c.tensor(2).sizes())); }},
    {"reshape", "[res,] a, sizes:sizes",
     [](Call& c) { reshape(c.out(0), c.tensor(1), c.sizes(2)); }},
    {"repeatTensor", "[res,] a, times:sizes",
     [](Call& c) { repeat(c.out(0), c.tensor(1), c.sizes(2)); }},
};

}  // namespace

void open_views(lua_State* L) {
  add_tensor_functions(L, kViews);
  lua_pushvalue(L, -2);
  add_methods(L, "torch.", kMethods);
  lua_pop(L, 1);
}

}  // namespace tocha::lua

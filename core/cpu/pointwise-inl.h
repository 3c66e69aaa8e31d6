// SPDX-License-Identifier: BSD-3-Clause
// Compiles a family of functors (core/ops/pointwise.h) into loops for the CPU. Included once for
// each instruction set by Highway's foreach_target (hence no plain include guard): the loops are
// ordinary C++, vectorised by the compiler for that set; a family that needs vector mathematics
// gives `Vectorized<Op>` for its functors.
#if defined(TOCHA_CPU_POINTWISE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCHA_CPU_POINTWISE_INL_H_
#undef TOCHA_CPU_POINTWISE_INL_H_
#else
#define TOCHA_CPU_POINTWISE_INL_H_
#endif

#include "core/cpu/pointwise.h"
#include "core/ops/pointwise.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {

/// Specialised by a family for a functor that has a vector form:
///   template <class D, class V> static V apply(const Op<T>& f, D d, V... lanes)
template <class Functor>
struct Vectorized {
  static constexpr bool kAvailable = false;
};

/// How far ahead of use memory is asked for, in elements: the processor fetches what follows by
/// itself, but not beyond a page's end.
template <class T>
inline constexpr int64_t kAhead = 2048 / sizeof(T);

/// The same through the functor's vector form. The last elements are padded to a whole vector: an
/// element's value does not depend on its place.
template <class F, class T>
HWY_ATTR void vector_row(const F& f, T* out, const T* a, const T* b, int64_t n) {
  namespace hn = hwy::HWY_NAMESPACE;
  const hn::ScalableTag<T> d;
  const int64_t lanes = int64_t(hn::Lanes(d));
  auto apply = [&](const T* x, const T* y, T* to) HWY_ATTR {
    if constexpr (F::kInputs == 1)
      hn::StoreU(Vectorized<F>::apply(f, d, hn::LoadU(d, x)), d, to);
    else
      hn::StoreU(Vectorized<F>::apply(f, d, hn::LoadU(d, x), hn::LoadU(d, y)), d, to);
  };
  int64_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    __builtin_prefetch(a + i + kAhead<T>);
    __builtin_prefetch(out + i + kAhead<T>, 1);
    apply(a + i, b + i, out + i);
  }
  if (HWY_TARGET == HWY_SCALAR || i == n) return;  // a vector of one element leaves none over
  T x[HWY_MAX_BYTES / sizeof(T)] = {}, y[HWY_MAX_BYTES / sizeof(T)] = {};
  std::copy(a + i, a + n, x);
  std::copy(b + i, b + n, y);
  apply(x, y, x);
  std::copy(x, x + (n - i), out + i);
}

/// The same for 16-bit formats, through floats.
template <class F, class T>
HWY_ATTR void vector_row_half(const F& f, T* out, const T* a, const T* b, int64_t n) {
  constexpr int64_t kPiece = 128;
  float x[kPiece], y[kPiece];
  for (int64_t i = 0; i < n; i += kPiece) {
    const int64_t m = std::min(kPiece, n - i);
    for (int64_t k = 0; k < m; ++k) x[k] = float(a[i + k]);
    if (F::kInputs > 1) {
      for (int64_t k = 0; k < m; ++k) y[k] = float(b[i + k]);
    }
    vector_row(f, x, x, F::kInputs > 1 ? y : x, m);
    for (int64_t k = 0; k < m; ++k) out[i + k] = T(x[k]);
  }
}

/// out[i] = f(in[i]...) for n contiguous elements; p holds the result and the inputs.
template <template <class> class Op, class T>
HWY_ATTR void pointwise_row(const double* params, char* const* p, int64_t n) {
  using C = Compute<T>;
  using F = Op<C>;
  using Out = std::conditional_t<std::is_same_v<PointwiseResult<F, C>, bool>, uint8_t, T>;
  const F f(params);
  // Operand slots that are not used repeat the first, so that one loop serves every arity.
  Out* out = reinterpret_cast<Out*>(p[0]);
  const T* a = reinterpret_cast<const T*>(p[1]);
  const T* b = reinterpret_cast<const T*>(p[F::kInputs > 1 ? 2 : 1]);
  const T* c = reinterpret_cast<const T*>(p[F::kInputs > 2 ? 3 : 1]);
  if constexpr (Vectorized<F>::kAvailable && std::is_same_v<C, T>) {
    vector_row(f, out, a, b, n);
  } else if constexpr (Vectorized<F>::kAvailable && kIsHalf<T>) {
    vector_row_half(f, out, a, b, n);
  } else {
    auto value = [&](C x, C y, C z) HWY_ATTR {
      if constexpr (F::kInputs == 1)
        return f(x);
      else if constexpr (F::kInputs == 2)
        return f(x, y);
      else
        return f(x, y, z);
    };
    // In place is the only overlap that comes here, and it is safe at distance 0.
    auto run = [&](int64_t begin, int64_t end) HWY_ATTR {
#pragma GCC ivdep
      for (int64_t i = begin; i < end; ++i) {
        out[i] = convert<Out>(value(convert<C>(a[i]), convert<C>(b[i]), convert<C>(c[i])));
      }
    };
    constexpr int64_t kBlock = 1024 / sizeof(T), kLine = 64 / sizeof(T);
    int64_t i = 0;
    if (n >= 16 * kBlock) {
      for (; i + kBlock <= n; i += kBlock) {
        for (int64_t k = i + kAhead<T>; k < i + kAhead<T> + kBlock; k += kLine) {
          __builtin_prefetch(a + k);
          if (F::kInputs > 1) __builtin_prefetch(b + k);
          if (F::kInputs > 2) __builtin_prefetch(c + k);
          __builtin_prefetch(out + k, 1);
        }
        run(i, i + kBlock);
      }
    }
    run(i, n);
  }
}

template <class Types, class T, template <class> class... Ops>
RowFunction row_function(int op, OpList<Ops...>) {
  if constexpr (Types::template kHas<T>) {
    static constexpr RowFunction kRows[] = {pointwise_row<Ops, T>...};
    return kRows[op];
  } else {
    fail("not available for ", kDType<T>, " tensors");
  }
}

/// The kernel of a family: what a `Kernels` entry calls.
template <class List, class Types = AllTypes>
void run_pointwise(int op, const PointwiseArgs& args) {
  const RowFunction row = visit(args.in[0]->dtype(), [&](auto zero) {
    return row_function<Types, decltype(zero)>(op, List{});
  });
  walk_pointwise(args, row);
}

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // include guard

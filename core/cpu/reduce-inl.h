// SPDX-License-Identifier: BSD-3-Clause
// What a family of reductions brings (core/cpu/reduction.h walks the tensors): a State for one
// computing type E and N results side by side. Included once for each instruction set by Highway's
// foreach_target.
//
//   template <class E, int N> struct State {
//     void start(const ReduceArgs&, int count);         // no elements seen, in slots 0 ... count-1
//     void row(const E* p, int64_t n, int64_t first);   // n elements for slot 0; the first's index
//     void rows(const E* p, int64_t step, int64_t n, int count, int64_t first);
//                                                       // n rows of one element for each slot
//     void merge(const State& later, int count);        // what came after
//     auto value(int slot, int64_t n) const;            // of n elements
//     int64_t index(int slot) const;                    // of the chosen one (extremes only)
//   };
#if defined(TOCHA_CPU_REDUCE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef TOCHA_CPU_REDUCE_INL_H_
#undef TOCHA_CPU_REDUCE_INL_H_
#else
#define TOCHA_CPU_REDUCE_INL_H_
#endif

#include "core/cpu/kernels.h"
#include "core/cpu/reduction.h"
#include "core/tensor/iterate.h"
#include "core/tensor/views.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {

// One row, or rows side by side.
template <class E, int N, class State>
void fold_into(State& state, const E* p, int64_t step, int64_t n, int count, int64_t first) {
  if constexpr (N == 1)
    state.row(p, n, first);
  else
    state.rows(p, step, n, count, first);
}

template <class T, int N, class State>
void fold(void* to, const char* from, int64_t step, int64_t n, int count, int64_t first) {
  using E = Compute<T>;
  State& state = *static_cast<State*>(to);
  const T* p = reinterpret_cast<const T*>(from);
  if constexpr (std::is_same_v<T, E>) {
    fold_into<E, N>(state, p, step, n, count, first);
  } else {  // 16-bit formats become floats, a piece at a time
    E piece[kColumns];
    const int64_t length = N == 1 ? kColumns : 1;
    for (int64_t i = 0; i < n; i += length) {
      const int64_t m = N == 1 ? std::min(length, n - i) : count;
      for (int64_t k = 0; k < m; ++k) piece[k] = E(p[i * step + k]);
      fold_into<E, N>(state, piece, 0, N == 1 ? m : 1, count, first + i);
    }
  }
}

template <class T, class State>
void write(const void* from, int slot, int64_t n, char* out, [[maybe_unused]] char* index) {
  const State& state = *static_cast<const State*>(from);
  *reinterpret_cast<T*>(out) = convert<T>(state.value(slot, n));
  if constexpr (requires { state.index(slot); }) {
    if (index) *reinterpret_cast<int64_t*>(index) = state.index(slot) + 1;
  }
}

template <class T, int N, class State>
constexpr StateFunctions state_functions() {
  return {sizeof(State),
          [](void* s, const ReduceArgs& args, int n) { static_cast<State*>(s)->start(args, n); },
          fold<T, N, State>,
          [](void* s, const void* later, int count) {
            static_cast<State*>(s)->merge(*static_cast<const State*>(later), count);
          },
          write<T, State>};
}

template <class T, class State>
void short_rows(const ReduceArgs& args, char* const* p, const int64_t* s, int64_t n,
                int64_t count) {
  State state;
  for (int64_t i = 0; i < count; ++i) {
    state.start(args, 1);
    fold<T, 1, State>(&state, p[1] + i * s[1], 1, n, 1, 0);
    write<T, State>(&state, 0, n, p[0] + i * s[0], args.indices ? p[2] + i * s[2] : nullptr);
  }
}

// Reduces tensors of one element type.
template <class T, template <class, int> class State>
void run_reduction(const ReduceArgs& args) {
  using E = Compute<T>;
  static constexpr Reduction kReduction = {
      state_functions<T, 1, State<E, 1>>(), state_functions<T, kColumns, State<E, kColumns>>(),
      [](const void* s, int64_t n) {
        return double(static_cast<const State<E, 1>*>(s)->value(0, n));
      },
      short_rows<T, State<E, 1>>};
  reduce(kReduction, args);
}

/// Replaces those results r of a reduction for which doubtful(r) by mended(elements, r).
template <class T, class Doubtful, class Mended>
void mend_results(const ReduceArgs& args, Doubtful&& doubtful, Mended&& mended) {
  if (args.number) {
    if (doubtful(*args.number)) *args.number = mended(args.in, *args.number);
    return;
  }
  Tensor line = narrow(args.in, args.dim, 0, 1);
  const StridedLoop loop = make_loop({args.out, &line});
  const Shape size{args.in.size(args.dim)}, stride{args.in.stride(args.dim)};
  const char* origin = args.in.bytes() - args.in.offset() * int64_t(sizeof(T));
  for_each_row(loop, 0, loop.numel(), [&](char* const* at, const int64_t* s, int64_t n) {
    for (int64_t i = 0; i < n; ++i) {
      T& result = *reinterpret_cast<T*>(at[0] + i * s[0]);
      const double value = convert<double>(result);
      if (!doubtful(value)) continue;
      line.set_view((at[1] + i * s[1] - origin) / int64_t(sizeof(T)), size, stride);
      result = convert<T>(mended(line, value));
    }
  });
}

// --- accumulating: integers as 64-bit ones, floating point numbers in double precision ---

template <class E>
using Accumulator = std::conditional_t<std::is_integral_v<E>, int64_t, double>;

// Eight accumulators, as vectors of the compiler's that are as wide as the target's: from wider
// ones it makes poor code.
template <class A>
struct Octet {
#if HWY_HAVE_SCALABLE
  static constexpr int kBytes = 16;
#else
  static constexpr int kBytes = HWY_MAX_BYTES < 16 ? 16 : HWY_MAX_BYTES > 64 ? 64 : HWY_MAX_BYTES;
#endif
  static constexpr int kWidth = 8, kLanes = kBytes / sizeof(A), kParts = kWidth / kLanes;
  typedef A Part __attribute__((vector_size(kBytes)));
  Part part[kParts];

  Octet() = default;
  HWY_INLINE explicit Octet(A value) {
    for (auto& p : part) p = Part{} + value;
  }
  /// Elements of type E, converted.
  template <class E>
  HWY_INLINE explicit Octet(const E* from) {
    typedef E Elements __attribute__((vector_size(kLanes * sizeof(E))));
    for (int k = 0; k < kParts; ++k) {
#if HWY_TARGET != HWY_SCALAR && !HWY_HAVE_SCALABLE
      if constexpr (std::is_same_v<E, float>) {  // one instruction, where the compiler takes five
        namespace hn = hwy::HWY_NAMESPACE;
        const hn::FixedTag<double, kLanes> d;
        const hn::Rebind<float, decltype(d)> f;
        const auto wide = hn::PromoteTo(d, hn::LoadU(f, from + k * kLanes));
        __builtin_memcpy(&part[k], &wide, sizeof part[k]);
        continue;
      }
#endif
      Elements elements;
      __builtin_memcpy(&elements, from + k * kLanes, sizeof elements);
      part[k] = __builtin_convertvector(elements, Part);
    }
  }

  /// f(part...) for the parts of this one and of others, side by side.
  template <class F, class... Others>
  HWY_INLINE void each(F&& f, const Others&... others) {
    for (int k = 0; k < kParts; ++k) f(part[k], others.part[k]...);
  }
  HWY_INLINE A operator[](int i) const { return part[i / kLanes][i % kLanes]; }
};

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // include guard

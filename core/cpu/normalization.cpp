// SPDX-License-Identifier: BSD-3-Clause
// Batch normalization on the CPU, compiled once for each instruction set. A thread takes whole
// features, so that results do not depend on the number of threads.
//
// Where a feature's elements are dense (planes) the statistics come from one pass over memory:
// pieces that fit the first cache are summed, then their squared differences, and merged (Chan,
// Golub and LeVeque's update). Where features are dense (matrices) a vector runs across them.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/cpu/normalization.cpp"
#include "hwy/foreach_target.h"

#include <cmath>

#include "core/base/parallel.h"
#include "core/device.h"
#include "core/nn/normalization.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace tocha::cpu::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

constexpr int64_t kPiece = 1024;  // elements summed in the layer's own type
constexpr int64_t kBlock = 64;    // neighbouring features handled together in a matrix
constexpr int64_t kGrain = 8192;  // elements a thread takes at least

// --- sums over n dense elements; f(d, lanes of x, lanes of g) gives what is summed ---

template <class T, class F>
HWY_ATTR T sum_over(const T* x, const T* g, int64_t n, F&& f) {
  const hn::ScalableTag<T> d;
  const int64_t lanes = int64_t(hn::Lanes(d));
  auto s0 = hn::Zero(d), s1 = hn::Zero(d);
  int64_t i = 0;
  for (; i + 2 * lanes <= n; i += 2 * lanes) {
    s0 = hn::Add(s0, f(d, hn::LoadU(d, x + i), hn::LoadU(d, g + i)));
    s1 = hn::Add(s1, f(d, hn::LoadU(d, x + i + lanes), hn::LoadU(d, g + i + lanes)));
  }
  T sum = hn::GetLane(hn::SumOfLanes(d, hn::Add(s0, s1)));
  const hn::CappedTag<T, 1> one;
  for (; i < n; ++i) sum += hn::GetLane(f(one, hn::LoadU(one, x + i), hn::LoadU(one, g + i)));
  return sum;
}

struct Moments {
  double count = 0, mean = 0, squares = 0;  // squares: of the differences from the mean
  void merge(double n, double other_mean, double other_squares) {
    const double total = count + n, delta = other_mean - mean;
    mean += delta * n / total;
    squares += other_squares + delta * delta * count * n / total;
    count = total;
  }
};

template <class T>
HWY_ATTR void add_moments(Moments& m, const T* x, int64_t n) {
  for (int64_t i = 0; i < n; i += kPiece) {
    const int64_t count = std::min(kPiece, n - i);
    const T mean =
        sum_over(x + i, x + i, count, [](auto, auto v, auto) HWY_ATTR { return v; }) / T(count);
    const T squares = sum_over(x + i, x + i, count, [mean](auto d, auto v, auto) HWY_ATTR {
      const auto centred = hn::Sub(v, hn::Set(d, mean));
      return hn::Mul(centred, centred);
    });
    m.merge(double(count), double(mean), double(squares));
  }
}

// --- what a feature's numbers mean, shared by both memory layouts ---

template <class T>
struct Feature {
  const BatchNormalization& layer;

  static T at(const Tensor* t, int64_t f, T absent) { return t ? t->data<T>()[f] : absent; }
  T weight(int64_t f) const { return at(layer.weight, f, T(1)); }
  T bias(int64_t f) const { return at(layer.bias, f, T(0)); }
  T mean(int64_t f) const { return at(layer.train ? layer.save_mean : layer.running_mean, f, 0); }
  T inverse_std(int64_t f) const {
    if (layer.train) return layer.save_std->data<T>()[f];
    return T(1 / std::sqrt(double(layer.running_var->data<T>()[f]) + layer.epsilon));
  }

  // Saves the batch's statistics and moves the running ones.
  void save(int64_t f, double count, double mean, double squares) const {
    const bool constant = squares == 0 && layer.epsilon == 0;
    layer.save_mean->data<T>()[f] = T(mean);
    layer.save_std->data<T>()[f] = T(constant ? 0 : 1 / std::sqrt(squares / count + layer.epsilon));
    auto move = [&](Tensor* running, double towards) {
      T& value = running->data<T>()[f];
      value = T(layer.momentum * towards + (1 - layer.momentum) * double(value));
    };
    move(layer.running_mean, mean);
    move(layer.running_var, squares / (count - 1));
  }
};

// --- planes: inner elements of a feature are dense ---

template <class T>
HWY_ATTR void forward_plane(T* out, const T* in, int64_t n, T mean, T factor, T bias) {
#pragma GCC ivdep
  for (int64_t i = 0; i < n; ++i) out[i] = (in[i] - mean) * factor + bias;
}

template <class T>
void forward_planes(const NormalizationForward& a, int64_t f) {
  const auto [batch, features, inner] = a.layout;
  const Feature<T> feature{a.layer};
  const T* in = a.in.data<T>() + f * inner;
  T* out = a.out.data<T>() + f * inner;
  const int64_t step = features * inner;
  if (a.layer.train) {
    Moments m;
    for (int64_t b = 0; b < batch; ++b) add_moments(m, in + b * step, inner);
    feature.save(f, m.count, m.mean, m.squares);
  }
  const T mean = feature.mean(f), factor = feature.inverse_std(f) * feature.weight(f);
  for (int64_t b = 0; b < batch; ++b) {
    forward_plane(out + b * step, in + b * step, inner, mean, factor, feature.bias(f));
  }
}

template <class T>
HWY_ATTR void backward_plane(T* dx, const T* x, const T* dy, int64_t n, T mean, T slope, T shift,
                             T factor) {
#pragma GCC ivdep
  for (int64_t i = 0; i < n; ++i) dx[i] = (dy[i] - shift - (x[i] - mean) * slope) * factor;
}

template <class T>
HWY_ATTR void backward_planes(const NormalizationBackward& a, int64_t f) {
  const auto [batch, features, inner] = a.layout;
  const Feature<T> feature{a.layer};
  const T* x = a.in.data<T>() + f * inner;
  const T* dy = a.grad_out.data<T>() + f * inner;
  const int64_t step = features * inner;
  const T mean = feature.mean(f), inverse = feature.inverse_std(f);

  double sum = 0, dot = 0;
  for (int64_t b = 0; b < batch; ++b) {
    for (int64_t i = 0; i < inner; i += kPiece) {
      const int64_t n = std::min(kPiece, inner - i), at = b * step + i;
      sum += double(sum_over(dy + at, dy + at, n, [](auto, auto v, auto) HWY_ATTR { return v; }));
      dot += double(sum_over(x + at, dy + at, n, [mean](auto d, auto v, auto g) HWY_ATTR {
        return hn::Mul(hn::Sub(v, hn::Set(d, mean)), g);
      }));
    }
  }
  if (a.grad_in) {
    const double n = double(batch * inner);
    const T slope = a.layer.train ? T(dot * double(inverse) * double(inverse) / n) : T(0);
    const T shift = a.layer.train ? T(sum / n) : T(0);
    T* dx = a.grad_in->data<T>() + f * inner;
    for (int64_t b = 0; b < batch; ++b) {
      const int64_t at = b * step;
      backward_plane(dx + at, x + at, dy + at, inner, mean, slope, shift,
                     inverse * feature.weight(f));
    }
  }
  if (a.grad_weight) a.grad_weight->data<T>()[f] += T(a.scale * dot * double(inverse));
  if (a.grad_bias) a.grad_bias->data<T>()[f] += T(a.scale * sum);
}

// --- matrices: up to kBlock neighbouring features, rows `features` apart ---

template <class T>
HWY_ATTR void forward_columns(const NormalizationForward& a, int64_t f0, int64_t n) {
  const auto [batch, features, inner] = a.layout;
  const Feature<T> feature{a.layer};
  const T* in = a.in.data<T>() + f0;
  T* out = a.out.data<T>() + f0;
  T mean[kBlock], factor[kBlock], bias[kBlock];
  if (a.layer.train) {
    double sum[kBlock] = {}, squares[kBlock] = {};
    for (int64_t b = 0; b < batch; ++b) {
      for (int64_t i = 0; i < n; ++i) sum[i] += double(in[b * features + i]);
    }
    for (int64_t i = 0; i < n; ++i) sum[i] /= double(batch);
    for (int64_t b = 0; b < batch; ++b) {
      for (int64_t i = 0; i < n; ++i) {
        const double centred = double(in[b * features + i]) - sum[i];
        squares[i] += centred * centred;
      }
    }
    for (int64_t i = 0; i < n; ++i) feature.save(f0 + i, double(batch), sum[i], squares[i]);
  }
  for (int64_t i = 0; i < n; ++i) {
    mean[i] = feature.mean(f0 + i);
    factor[i] = feature.inverse_std(f0 + i) * feature.weight(f0 + i);
    bias[i] = feature.bias(f0 + i);
  }
  for (int64_t b = 0; b < batch; ++b) {
#pragma GCC ivdep
    for (int64_t i = 0; i < n; ++i) {
      out[b * features + i] = (in[b * features + i] - mean[i]) * factor[i] + bias[i];
    }
  }
}

template <class T>
HWY_ATTR void backward_columns(const NormalizationBackward& a, int64_t f0, int64_t n) {
  const auto [batch, features, inner] = a.layout;
  const Feature<T> feature{a.layer};
  const T *x = a.in.data<T>() + f0, *dy = a.grad_out.data<T>() + f0;
  T mean[kBlock], inverse[kBlock];
  for (int64_t i = 0; i < n; ++i) {
    mean[i] = feature.mean(f0 + i);
    inverse[i] = feature.inverse_std(f0 + i);
  }
  double sum[kBlock] = {}, dot[kBlock] = {};
  for (int64_t b = 0; b < batch; ++b) {
    for (int64_t i = 0; i < n; ++i) {
      const T g = dy[b * features + i];
      sum[i] += double(g);
      dot[i] += double((x[b * features + i] - mean[i]) * g);
    }
  }
  if (a.grad_in) {
    T slope[kBlock], shift[kBlock], factor[kBlock];
    for (int64_t i = 0; i < n; ++i) {
      const double rows = double(batch), s = double(inverse[i]);
      slope[i] = a.layer.train ? T(dot[i] * s * s / rows) : T(0);
      shift[i] = a.layer.train ? T(sum[i] / rows) : T(0);
      factor[i] = inverse[i] * feature.weight(f0 + i);
    }
    T* dx = a.grad_in->data<T>() + f0;
    for (int64_t b = 0; b < batch; ++b) {
      const int64_t row = b * features;
#pragma GCC ivdep
      for (int64_t i = 0; i < n; ++i) {
        dx[row + i] = (dy[row + i] - shift[i] - (x[row + i] - mean[i]) * slope[i]) * factor[i];
      }
    }
  }
  for (int64_t i = 0; i < n; ++i) {
    if (a.grad_weight) {
      a.grad_weight->data<T>()[f0 + i] += T(a.scale * dot[i] * double(inverse[i]));
    }
    if (a.grad_bias) a.grad_bias->data<T>()[f0 + i] += T(a.scale * sum[i]);
  }
}

template <class Planes, class Columns>
void each_feature(const FeatureLayout& layout, Planes&& planes, Columns&& columns) {
  const auto [batch, features, inner] = layout;
  const int64_t width = inner > 1 ? 1 : kBlock;
  const int64_t grain = std::max<int64_t>(1, kGrain / (batch * inner * width));
  parallel_for((features + width - 1) / width, grain,
               [&, features = features, inner = inner](int64_t begin, int64_t end) {
                 for (int64_t i = begin; i < end; ++i) {
                   if (inner > 1)
                     planes(i);
                   else
                     columns(i * width, std::min(width, features - i * width));
                 }
               });
}

}  // namespace

void batch_normalization(const NormalizationForward& a) {
  visit_real(a.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    each_feature(
        a.layout, [&](int64_t f) { forward_planes<T>(a, f); },
        [&](int64_t f, int64_t n) { forward_columns<T>(a, f, n); });
  });
}

void batch_normalization_backward(const NormalizationBackward& a) {
  visit_real(a.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    each_feature(
        a.layout, [&](int64_t f) { backward_planes<T>(a, f); },
        [&](int64_t f, int64_t n) { backward_columns<T>(a, f, n); });
  });
}

}  // namespace tocha::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {
HWY_EXPORT(batch_normalization);
void batch_normalization(const NormalizationForward& a) {
  HWY_DYNAMIC_DISPATCH(batch_normalization)(a);
}
HWY_EXPORT(batch_normalization_backward);
void batch_normalization_backward(const NormalizationBackward& a) {
  HWY_DYNAMIC_DISPATCH(batch_normalization_backward)(a);
}
}  // namespace tocha::cpu
#endif

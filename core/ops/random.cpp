// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/random.h"

#include "core/base/alias_table.h"
#include "core/base/random_fill.h"
#include "core/device.h"
#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

void draw(const RandomArgs& args) {
  check_writable(args.out);
  if (!args.out.empty()) need(args.out.device(), args.out.device().kernels.random)(args);
}

void draw_real(const RandomArgs& args) {
  if (!is_floating(args.out.dtype())) {
    fail(args.out.dtype(), " elements cannot hold real numbers: use a Float or Double tensor");
  }
  draw(args);
}

// How far the integers from 0 go that the type holds without gaps.
int64_t largest_integer(DType dtype) {
  switch (dtype) {
    case DType::Byte:
      return UINT8_MAX;
    case DType::Char:
      return INT8_MAX;
    case DType::Short:
      return INT16_MAX;
    case DType::Int:
      return INT32_MAX;
    case DType::Half:
      return 1 << 11;
    case DType::BFloat16:
      return 1 << 8;
    case DType::Float:
      return 1 << 24;
    case DType::Double:
      return int64_t{1} << 53;
    case DType::Long:
      break;
  }
  return INT64_MAX;
}

}  // namespace

void random(Tensor& out, Generator& generator) { draw({out, generator, Distribution::Integers}); }
void random(Tensor& out, Generator& generator, int64_t low, int64_t high) {
  check_range(low, high);
  draw({.out = out,
        .generator = generator,
        .distribution = Distribution::Between,
        .low = low,
        .high = high});
}
void uniform(Tensor& out, Generator& generator, double a, double b) {
  draw_real({out, generator, Distribution::Uniform, a, b});
}
void normal(Tensor& out, Generator& generator, double mean, double std) {
  check_std(std);
  draw_real({out, generator, Distribution::Normal, mean, std});
}
void exponential(Tensor& out, Generator& generator, double lambda) {
  check_lambda(lambda);
  draw_real({out, generator, Distribution::Exponential, lambda});
}
void cauchy(Tensor& out, Generator& generator, double median, double sigma) {
  draw_real({out, generator, Distribution::Cauchy, median, sigma});
}
void log_normal(Tensor& out, Generator& generator, double mean, double std) {
  check_std(std);
  draw_real({out, generator, Distribution::LogNormal, mean, std});
}
void geometric(Tensor& out, Generator& generator, double p) {
  check_geometric(p);
  draw({out, generator, Distribution::Geometric, p});
}
void bernoulli(Tensor& out, Generator& generator, double p) {
  check_probability(p);
  draw({out, generator, Distribution::Bernoulli, p});
}

void bernoulli(Tensor& out, Generator& generator, const Tensor& p) {
  if (!is_floating(p.dtype())) fail("probabilities must be a Float or Double tensor, got ", p);
  if (&p.device() != &out.device()) {
    fail("tensors are on different devices: ", out.device(), " and ", p.device());
  }
  const Tensor matched = match_sizes(to(p, DType::Double, p.device()), out);
  draw({.out = out,
        .generator = generator,
        .distribution = Distribution::Bernoulli,
        .probabilities = &matched});
}

void randperm(Tensor& out, Generator& generator, int64_t n) {
  if (n < 1) fail("the number of elements must be positive, not ", n);
  if (n > largest_integer(out.dtype())) fail(out.dtype(), " elements cannot count to ", n);
  Tensor order(DType::Long, Shape{n});
  fill_permutation(generator, order.data<int64_t>(), n, 1);
  out.resize(Shape{n});
  copy(out, order);
}

void multinomial(Tensor& out, Generator& generator, const Tensor& p, int64_t samples,
                 bool replacement) {
  if (out.dtype() != DType::Long) fail("the result must be a LongTensor, got ", out);
  if (p.dim() != 1 && p.dim() != 2) fail("probabilities must be a vector or a matrix, got ", p);
  if (samples < 1) fail("the number of samples must be positive, not ", samples);
  const Tensor weights = contiguous(to(p, DType::Double, cpu_device()));
  const int64_t categories = p.size(p.dim() - 1), rows = p.numel() / categories;
  const Shape sizes = p.dim() == 1 ? Shape{samples} : Shape{rows, samples};
  Tensor drawn(DType::Long, sizes);
  int64_t* to = drawn.data<int64_t>();
  for (int64_t row = 0; row < rows; ++row, to += samples) {
    sample_categories(generator, weights.data<double>() + row * categories, categories, samples,
                      replacement, to);
    for (int64_t i = 0; i < samples; ++i) ++to[i];
  }
  out.resize(sizes);
  copy(out, drawn);
}

void multinomial_alias_setup(Tensor& alias, Tensor& keep, const Tensor& p) {
  if (p.dim() != 1) fail("probabilities must be a vector, got ", p);
  if (alias.dtype() != DType::Long) fail("the aliases must be a LongTensor, got ", alias);
  check_same_type(keep, p);
  const Tensor weights = contiguous(to(p, p.dtype(), cpu_device()));
  Tensor aliases(DType::Long, Shape{p.size(0)}), kept(p.dtype(), Shape{p.size(0)});
  visit_real(p.dtype(), [&](auto zero) {
    using T = decltype(zero);
    make_alias_table(weights.data<T>(), p.size(0), aliases.data<int64_t>(), kept.data<T>());
  });
  alias.resize_as(aliases);
  copy(alias, aliases);
  keep.resize_as(kept);
  copy(keep, kept);
}

void multinomial_alias(Tensor& out, Generator& generator, const Tensor& alias, const Tensor& keep) {
  if (out.dtype() != DType::Long) fail("the result must be a LongTensor, got ", out);
  check_writable(out);
  if (alias.dtype() != DType::Long || alias.dim() != 1 || !alias.same_sizes(keep)) {
    fail("a table of multinomialAliasSetup is needed, got ", alias, " and ", keep);
  }
  if (out.empty()) return;
  const Tensor aliases = contiguous(to(alias, DType::Long, cpu_device()));
  const Tensor kept = contiguous(to(keep, keep.dtype(), cpu_device()));
  Tensor drawn(DType::Long, Shape{out.sizes()});
  visit_real(keep.dtype(), [&](auto zero) {
    using T = decltype(zero);
    draw_from_alias_table(generator, aliases.data<int64_t>(), kept.data<T>(), keep.size(0),
                          drawn.data<int64_t>(), drawn.numel());
  });
  copy(out, drawn);
}

}  // namespace tocha

// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/alias_table.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/error.h"

namespace tocha {
namespace {

// What probabilities are divided by: 1 where they sum to it but for rounding, which keeps the bits
// of Torch7's tables.
template <class T>
double total_of(const T* probabilities, int64_t n) {
  double total = 0;
  for (int64_t i = 0; i < n; ++i) {
    const double p = probabilities[i];
    if (!(p >= 0) || std::isinf(p)) {
      fail("probability ", i + 1, " is ", p, ": it must be finite and not negative");
    }
    total += p;
  }
  if (total == 0) fail("all ", n, " probabilities are 0");
  return std::abs(total - 1) < 1e-3 ? 1 : total;
}

}  // namespace

template <class T>
void make_alias_table(const T* probabilities, int64_t n, int64_t* alias, T* keep) {
  const double total = total_of(probabilities, n);
  // Columns with less and with at least their share; the last of each list is the next to pair.
  std::vector<int64_t> poor, rich;
  for (int64_t i = 0; i < n; ++i) {
    const T share = total == 1 ? T(n) * probabilities[i] : T(n * (probabilities[i] / total));
    alias[i] = 0;
    keep[i] = share;
    (share < 1 ? poor : rich).push_back(i);
  }
  while (!poor.empty() && !rich.empty()) {
    const int64_t giver = rich.back(), taker = poor.back();
    alias[taker] = giver + 1;
    keep[giver] = T(keep[giver] - (1.0 - keep[taker]));
    if (keep[giver] < 1) {
      poor.back() = giver;
      rich.pop_back();
    } else {
      poor.pop_back();
    }
  }
  // Rounding leaves some columns unpaired and others a little above 1.
  const T most = *std::max_element(keep, keep + n);
  for (int64_t i = 0; i < n; ++i) {
    if (most > 1) keep[i] /= most;
    if (alias[i] == 0) alias[i] = i + 1, keep[i] = 1;
  }
}

template <class T>
void draw_from_alias_table(Generator& generator, const int64_t* alias, const T* keep, int64_t n,
                           int64_t* out, int64_t samples) {
  for (int64_t k = 0; k < samples; ++k) {
    const auto column = int64_t(generator.uniform() * double(n));
    out[k] = generator.uniform() < keep[column] ? column + 1 : alias[column];
  }
}

template void make_alias_table(const float*, int64_t, int64_t*, float*);
template void make_alias_table(const double*, int64_t, int64_t*, double*);
template void draw_from_alias_table(Generator&, const int64_t*, const float*, int64_t, int64_t*,
                                    int64_t);
template void draw_from_alias_table(Generator&, const int64_t*, const double*, int64_t, int64_t*,
                                    int64_t);

}  // namespace tocha

// SPDX-License-Identifier: BSD-3-Clause
// The order that Torch7 gives to equal elements. Its quicksort and quickselect are not stable, but
// always do the same, and programs depend on it (batches of sentences sorted by length). Both part
// a piece as in Sedgewick, "Implementing Quicksort Programs" (1978): around the median of its
// first, middle and last element, elements equal to that change sides too; pieces of at most 10
// elements are sorted by insertion.
//
// Items have a `key()`; what else they hold moves with it.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

namespace tocha::cpu {

/// Quadratic inputs exist: after so many steps for each of n items both give up.
inline int64_t quick_steps(int64_t n) { return 16 * n * int64_t(std::bit_width(uint64_t(n))); }

/// Parts the items first ... last, three at least: first ... (result - 1) are not above the median,
/// which stands at the result, and right ... last not below it.
template <class Item>
int64_t part_by_median(Item* items, int64_t first, int64_t last, int64_t* right) {
  auto order = [&](int64_t a, int64_t b) {
    if (items[a].key() > items[b].key()) std::swap(items[a], items[b]);
  };
  std::swap(items[(first + last) / 2], items[first + 1]);
  order(first + 1, last);
  order(first, last);
  order(first + 1, first);
  const auto median = items[first].key();
  int64_t i = first + 1, j = last;
  // Far apart, a block of each side at a time: what has to change sides is listed without branches
  // (Edelkamp and Weiss, "BlockQuicksort", 2016), and swapped in the same pairs.
  constexpr int kBlock = 64;
  while (j - i > 2 * kBlock + 1) {
    uint8_t from_left[kBlock], from_right[kBlock];  // distances from i and j
    int lefts = 0, rights = 0;
    for (int k = 1; k <= kBlock; ++k) {
      from_left[lefts] = uint8_t(k);
      lefts += items[i + k].key() >= median;
      from_right[rights] = uint8_t(k);
      rights += items[j - k].key() <= median;
    }
    const int pairs = std::min(lefts, rights);
    for (int k = 0; k < pairs; ++k) std::swap(items[i + from_left[k]], items[j - from_right[k]]);
    // A side whose list is used up is done with its block, the other with its last pair.
    i += lefts == pairs ? kBlock : pairs == 0 ? 0 : from_left[pairs - 1];
    j -= rights == pairs ? kBlock : pairs == 0 ? 0 : from_right[pairs - 1];
  }
  for (;;) {
    while (items[++i].key() < median) {
    }
    while (items[--j].key() > median) {
    }
    if (j < i) break;
    std::swap(items[i], items[j]);
  }
  std::swap(items[first], items[j]);
  *right = i;
  return j;
}

/// Torch7's order of n items by their keys, ascending; false when it takes too long. Pieces that
/// needed(first, last) is false for may stay as they are.
template <class Item, class Needed>
bool quicksort(Item* items, int64_t n, Needed&& needed) {
  constexpr int64_t kSmall = 10;
  int64_t steps = quick_steps(n);
  auto insert_all = [&](int64_t first, int64_t last) {
    for (int64_t i = last - 1; i >= first; --i) {
      if (!(items[i].key() > items[i + 1].key())) continue;
      const Item item = items[i];
      int64_t j = i + 1;
      do {
        items[j - 1] = items[j];
        ++j;
      } while (j <= last && items[j].key() < item.key());
      items[j - 1] = item;
    }
  };
  if (n <= kSmall + 1) return insert_all(0, n - 1), true;  // the whole may have one more
  std::vector<std::pair<int64_t, int64_t>> pieces{{0, n - 1}};
  while (!pieces.empty()) {  // in any order; the shorter one first keeps the list short
    const auto [first, last] = pieces.back();
    pieces.pop_back();
    if ((steps -= last - first) < 0) return false;
    int64_t right;
    const int64_t middle = part_by_median(items, first, last, &right);
    std::pair<int64_t, int64_t> shorter{first, middle - 1}, longer{right, last};
    if (middle - first > last - right + 1) std::swap(shorter, longer);
    for (auto [begin, end] : {longer, shorter}) {
      if (begin > end || !needed(begin, end)) continue;
      if (end - begin + 1 > kSmall) {
        pieces.push_back({begin, end});
      } else {
        insert_all(begin, end);
      }
    }
  }
  return true;
}

/// Brings to place k what belongs there, what is below it before it and what is above it behind it,
/// as Torch7 does; false when it takes too long.
template <class Item>
bool quickselect(Item* items, int64_t k, int64_t n) {
  int64_t steps = quick_steps(n), first = 0, last = n - 1;
  while (first < last) {
    if (last == first + 1) {
      if (items[first].key() > items[last].key()) std::swap(items[first], items[last]);
      return true;
    }
    if ((steps -= last - first) < 0) return false;
    int64_t right;
    const int64_t middle = part_by_median(items, first, last, &right);
    if (middle <= k) first = right;
    if (middle >= k) last = middle - 1;
  }
  return true;
}

}  // namespace tocha::cpu

// SPDX-License-Identifier: BSD-3-Clause
// Order along a dimension on the CPU. Every element becomes an item of an unsigned key, whose order
// is the elements' order, and the element's position; items are all different, so that any sorting
// method is a stable one. Long rows are sorted by radix, short ones by comparison.
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/cpu/kernels.h"
#include "core/cpu/quicksort.h"
#include "core/tensor/iterate.h"
#include "core/tensor/views.h"

namespace tocha::cpu {
namespace {

// Key and position in one word, for keys of up to 32 bits.
struct Small {
  using Key = uint32_t;
  uint64_t word;
  Small() = default;
  Small(Key key, int64_t at) : word(uint64_t(key) << 32 | uint32_t(at)) {}
  Key key() const { return Key(word >> 32); }
  int64_t at() const { return int64_t(uint32_t(word)); }
  bool operator<(const Small& other) const { return word < other.word; }
};

struct Large {
  using Key = uint64_t;
  uint64_t key_;
  int64_t at_;
  Large() = default;
  Large(Key key, int64_t at) : key_(key), at_(at) {}
  Key key() const { return key_; }
  int64_t at() const { return at_; }
  bool operator<(const Large& other) const {
    return key_ != other.key_ ? key_ < other.key_ : at_ < other.at_;
  }
};

template <class T>
auto key_of(T value) {
  if constexpr (kIsFloating<T>) {
    using C = Compute<T>;
    using Key = std::conditional_t<sizeof(C) == 8, uint64_t, uint32_t>;
    const C x = convert<C>(value);
    const Key bits = std::bit_cast<Key>(x + C(0));  // -0 and 0 are equal
    const Key sign = Key(1) << (8 * sizeof(Key) - 1);
    const Key flipped = (Key(0) - (bits >> (8 * sizeof(Key) - 1))) | sign;
    return Key((bits ^ flipped) | (Key(0) - Key(x != x)));
  } else if constexpr (sizeof(T) == 8) {
    return uint64_t(value) ^ uint64_t(1) << 63;
  } else if constexpr (std::is_signed_v<T>) {
    return uint32_t(int32_t(value)) ^ uint32_t(1) << 31;
  } else {
    return uint32_t(value);
  }
}

// Least significant digit first. A digit in which all keys agree costs no pass.
template <class Item>
void radix_sort(std::vector<Item>& items, std::vector<Item>& other) {
  constexpr int kBits = 8, kDigits = sizeof(typename Item::Key) * 8 / kBits;
  constexpr int kValues = 1 << kBits;
  std::vector<uint32_t> counts(size_t(kDigits) * kValues, 0);
  for (const Item& item : items) {
    for (int d = 0; d < kDigits; ++d) {
      ++counts[size_t(d) * kValues + size_t(item.key() >> (d * kBits) & (kValues - 1))];
    }
  }
  other.resize(items.size());
  for (int d = 0; d < kDigits; ++d) {
    uint32_t* count = &counts[size_t(d) * kValues];
    if (std::find(count, count + kValues, uint32_t(items.size())) != count + kValues) continue;
    uint32_t start = 0;
    for (int v = 0; v < kValues; ++v) start += std::exchange(count[v], start);
    for (const Item& item : items) {
      other[count[size_t(item.key() >> (d * kBits) & (kValues - 1))]++] = item;
    }
    items.swap(other);
  }
}

template <class Item>
bool sort_as_torch7(Item* items, int64_t n) {
  return quicksort(items, n, [](int64_t, int64_t) { return true; });
}

// The places after which an equal item follows.
template <class Item>
std::vector<int64_t> ties_in(const std::vector<Item>& sorted) {
  std::vector<int64_t> ties;
  for (size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i - 1].key() == sorted[i].key()) ties.push_back(int64_t(i - 1));
  }
  return ties;
}

// Gives equal items of a sorted list Torch7's order. Its method is followed only into the pieces
// that have such items, in or just outside of them; where it takes too long they stay in order.
template <class Item>
void order_ties(std::vector<Item>& items, std::vector<Item>& other) {
  const std::vector<int64_t> ties = ties_in(items);
  if (ties.empty()) return;
  other.resize(items.size());
  for (const Item& item : items) other[size_t(item.at())] = item;
  auto has_ties = [&](int64_t first, int64_t last) {
    const auto tie = std::lower_bound(ties.begin(), ties.end(), first - 1);
    return tie != ties.end() && *tie <= last;
  };
  const auto n = int64_t(other.size());
  if (int64_t(ties.size()) > n / 16) {  // everywhere
    if (sort_as_torch7(other.data(), n)) items.swap(other);
    return;
  }
  if (!quicksort(other.data(), n, has_ties)) return;
  for (const int64_t tie : ties) {
    items[size_t(tie)] = other[size_t(tie)];
    items[size_t(tie) + 1] = other[size_t(tie) + 1];
  }
}

template <class Item>
void sort_items(std::vector<Item>& items, std::vector<Item>& other) {
  const auto n = int64_t(items.size());
  if (n < 512) {
    if (!sort_as_torch7(items.data(), n)) std::sort(items.begin(), items.end());
    return;
  }
  n > UINT32_MAX ? std::sort(items.begin(), items.end()) : radix_sort(items, other);
  order_ties(items, other);
}

// Brings the k-th smallest item (from 0) to its place.
template <class Item>
void select_item(std::vector<Item>& items, int64_t k) {
  if (!quickselect(items.data(), k, int64_t(items.size()))) {
    std::nth_element(items.begin(), items.begin() + k, items.end());
  }
}

// The last item of the longest run of equal keys, of the smallest key among several.
template <class Item>
Item most_frequent(const std::vector<Item>& items) {
  size_t best = 0, longest = 0, start = 0;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i + 1 < items.size() && items[i + 1].key() == items[i].key()) continue;
    if (i + 1 - start > longest) {
      longest = i + 1 - start;
      best = i;
    }
    start = i + 1;
  }
  return items[best];
}

// The `count` smallest items in order, few out of many: a heap of the smallest so far meets one key
// after the other, most of which are too large: they are looked at by the block. `key(i)` makes the
// i-th. False when some are equal to each other or to one that is left out: Torch7's may be others.
template <class Item, class Make>
bool smallest_few(std::vector<Item>& items, int64_t size, int64_t count, Make&& key) {
  constexpr int64_t kBlock = 64;
  items.resize(size_t(count));
  for (int64_t i = 0; i < count; ++i) items[size_t(i)] = Item(key(i), i);
  std::make_heap(items.begin(), items.end());
  auto largest = items.front().key();
  bool tied = false;
  for (int64_t from = count; from < size; from += kBlock) {
    typename Item::Key keys[kBlock];
    const int64_t n = std::min(kBlock, size - from);
    unsigned wanted = 0;
    for (int64_t i = 0; i < n; ++i) {
      keys[i] = key(from + i);
      wanted |= keys[i] <= largest;
    }
    if (!wanted) continue;
    for (int64_t i = 0; i < n; ++i) {
      tied |= keys[i] == largest;
      if (keys[i] >= largest) continue;
      std::pop_heap(items.begin(), items.end());
      items.back() = Item(keys[i], from + i);
      std::push_heap(items.begin(), items.end());
      tied = std::exchange(largest, items.front().key()) == largest;
    }
  }
  std::sort_heap(items.begin(), items.end());
  return !tied && ties_in(items).empty();
}

// The `count` smallest or largest of all items in order, those that Torch7 finds: it selects them,
// the largest by selecting the others, and sorts what it selected.
template <class Item>
void first_few(std::vector<Item>& items, int64_t count, bool largest) {
  const auto size = int64_t(items.size());
  if (largest && count < size) {
    select_item(items, size - count - 1);
    items.erase(items.begin(), items.end() - count);
  } else if (!largest) {
    select_item(items, count - 1);
  }
  if (largest) {
    for (Item& item : items) item = Item(~item.key(), item.at());
  }
  const int64_t n = largest ? count : count - 1;  // the last of the smallest is in its place
  if (!sort_as_torch7(items.data(), n)) std::sort(items.begin(), items.begin() + n);
}

// `kth`, from 0: what is sought where the ordering asks for one element.
template <class T>
void order_lines(const Tensor& values, const Tensor& indices, const Tensor& in, int dim,
                 const Ordering& ordering, int64_t kth) {
  using Key = decltype(key_of(T{}));
  using Item = std::conditional_t<sizeof(Key) == 8, Large, Small>;
  const Tensor in0 = select(in, dim, 0), v0 = select(values, dim, 0), i0 = select(indices, dim, 0);
  const int64_t size = in.size(dim), count = values.size(dim);
  if (sizeof(Key) == 4 && size > UINT32_MAX) fail(size, " elements in a row are too many to order");
  const int64_t in_step = in.stride(dim), value_step = values.stride(dim);
  const int64_t index_step = indices.stride(dim);
  const bool largest = ordering.descending;
  const StridedLoop loop = make_loop({&in0, &v0, &i0});
  parallel_for(loop.numel(), std::max<int64_t>(1, 4096 / size), [&](int64_t begin, int64_t end) {
    std::vector<Item> items, other;
    auto fill = [&](const T* from, Key flip) {
      items.resize(size_t(size));
      for (int64_t i = 0; i < size; ++i) {
        items[size_t(i)] = Item(Key(key_of(from[i * in_step]) ^ flip), i);
      }
    };
    auto few_found = [&](const T* from, Key flip) {
      if (in_step == 1) {  // spelled out, for the compiler to use vectors
        return smallest_few(items, size, count,
                            [&](int64_t i) { return Key(key_of(from[i]) ^ flip); });
      }
      return smallest_few(items, size, count,
                          [&](int64_t i) { return Key(key_of(from[i * in_step]) ^ flip); });
    };
    auto arrange = [&](const T* from) {  // what the caller wants comes to the front
      const Key flip = largest ? ~Key(0) : Key(0);
      switch (ordering.kind) {
        case Ordering::Sort:
          fill(from, flip);
          return sort_items(items, other);
        case Ordering::TopK:
          if (count < size / 32 && few_found(from, flip)) return;
          fill(from, 0);
          return first_few(items, count, largest);
        case Ordering::Median:
          fill(from, 0);
          select_item(items, kth);
          items[0] = items[size_t(kth)];
          return;
        case Ordering::Mode:
          fill(from, 0);
          sort_items(items, other);
          items[0] = most_frequent(items);
          return;
      }
    };
    for_each_row(loop, begin, end, [&](char* const* p, const int64_t* s, int64_t n) {
      for (int64_t line = 0; line < n; ++line) {
        const T* from = reinterpret_cast<const T*>(p[0] + line * s[0]);
        T* to = reinterpret_cast<T*>(p[1] + line * s[1]);
        int64_t* at = reinterpret_cast<int64_t*>(p[2] + line * s[2]);
        arrange(from);
        for (int64_t i = 0; i < count; ++i) {
          to[i * value_step] = from[items[size_t(i)].at() * in_step];
          at[i * index_step] = items[size_t(i)].at() + 1;
        }
      }
    });
  });
}

}  // namespace

void order(Tensor& values, Tensor& indices, const Tensor& in, int dim, const Ordering& ordering) {
  const int64_t middle = (in.size(dim) - 1) / 2;
  visit(in.dtype(), [&](auto zero) {
    order_lines<decltype(zero)>(values, indices, in, dim, ordering, middle);
  });
}

void kthvalue(Tensor& values, Tensor& indices, const Tensor& a, int64_t k, int dim) {
  visit(a.dtype(), [&](auto zero) {
    order_lines<decltype(zero)>(values, indices, a, dim, {Ordering::Median, false}, k - 1);
  });
}

}  // namespace tocha::cpu

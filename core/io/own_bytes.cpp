// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/own_bytes.h"

#include <sys/random.h>

#include <array>
#include <bit>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <utility>

#include "core/base/error.h"

namespace tocha {
namespace {

constexpr size_t kMostRecords = 100'000;

using Digest = std::array<uint64_t, 2>;

// SipHash-2-4 with 128 bits (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012). It
// is fed words; `finish` leaves it as it is, so that digests of several lengths come from one pass.
class SipHash {
 public:
  explicit SipHash(const Digest& key)
      : v_{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d ^ 0xee,
           key[0] ^ 0x6c7967656e657261, key[1] ^ 0x7465646279746573} {}

  void add(uint64_t word) {
    v_[3] ^= word;
    round();
    round();
    v_[0] ^= word;
  }

  // The digest of the words so far and of the last bytes, fewer than 8, of `size` in all.
  Digest finish(const char* tail, size_t size) const {
    SipHash end = *this;
    uint64_t word = uint64_t(size) << 56;
    for (size_t i = 0; i < size % 8; ++i) word |= uint64_t(uint8_t(tail[i])) << (8 * i);
    end.add(word);
    end.v_[2] ^= 0xee;
    Digest digest;
    digest[0] = end.squeeze();
    end.v_[1] ^= 0xdd;
    digest[1] = end.squeeze();
    return digest;
  }

 private:
  uint64_t squeeze() {
    for (int i = 0; i < 4; ++i) round();
    return v_[0] ^ v_[1] ^ v_[2] ^ v_[3];
  }

  void round() {
    auto& [a, b, c, d] = v_;
    a += b, b = std::rotl(b, 13) ^ a, a = std::rotl(a, 32);
    c += d, d = std::rotl(d, 16) ^ c;
    a += d, d = std::rotl(d, 21) ^ a;
    c += b, b = std::rotl(b, 17) ^ c, c = std::rotl(c, 32);
  }

  std::array<uint64_t, 4> v_;
};

class Records {
 public:
  Records() {
    if (getrandom(key_.data(), sizeof key_, 0) != ssize_t(sizeof key_)) {
      fail_environment("the operating system gave no random key: ", std::strerror(errno));
    }
  }

  void add(std::string_view bytes) {
    SipHash hash(key_);
    const Digest digest = extend(hash, bytes, 0, bytes.size());
    const std::lock_guard lock(mutex_);
    if (order_.size() == kMostRecords) {
      const auto [size, oldest] = order_.front();
      order_.pop_front();
      auto of_size = by_size_.find(size);
      auto record = of_size->second.find(oldest);
      if (--record->second == 0) of_size->second.erase(record);
      if (of_size->second.empty()) by_size_.erase(of_size);
    }
    order_.emplace_back(bytes.size(), digest);
    ++by_size_[bytes.size()][digest];
  }

  bool begin(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    SipHash hash(key_);
    size_t done = 0;
    for (const auto& [size, digests] : by_size_) {
      if (size > bytes.size()) return false;
      const Digest digest = extend(hash, bytes, done, size);
      done = size / 8 * 8;
      if (digests.contains(digest)) return true;
    }
    return false;
  }

 private:
  // Feeds the words of bytes[done ...size) and returns the digest of bytes[0 ... size).
  static Digest extend(SipHash& hash, std::string_view bytes, size_t done, size_t size) {
    for (; done + 8 <= size; done += 8) {
      uint64_t word;
      std::memcpy(&word, bytes.data() + done, 8);
      hash.add(word);
    }
    return hash.finish(bytes.data() + done, size);
  }

  Digest key_;
  std::mutex mutex_;
  std::map<size_t, std::map<Digest, int>> by_size_;
  std::deque<std::pair<size_t, Digest>> order_;
};

Records& records() {
  static Records records;
  return records;
}

}  // namespace

void remember_own_bytes(std::string_view bytes) { records().add(bytes); }

bool begin_with_own_bytes(std::string_view bytes) { return records().begin(bytes); }

}  // namespace tocha

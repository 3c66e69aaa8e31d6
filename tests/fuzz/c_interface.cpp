// SPDX-License-Identifier: BSD-3-Clause
#include <algorithm>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "bindings/c/tocha.h"
#include "tests/fuzz/attempt.h"
#include "tests/fuzz/targets.h"

namespace tocha::fuzz {

namespace {

// The bytes as arguments; zeros behind their end.
class Bytes {
 public:
  Bytes(const uint8_t* data, size_t size) : at_(data), left_(size) {}
  bool empty() const { return left_ == 0; }

  template <class T>
  T take() {
    T value{};
    const size_t n = std::min(sizeof(T), left_);
    if (n > 0) std::memcpy(&value, at_, n);
    at_ += n;
    left_ -= n;
    return value;
  }
  /// Mostly small, now and then anything.
  int64_t number() {
    const auto byte = take<int8_t>();
    return byte == 127 ? take<int64_t>() : byte % 8;
  }
  tocha_dtype dtype() { return tocha_dtype(take<int8_t>() % 16); }
  std::vector<int64_t> sizes(int* dim) {
    *dim = int(number());
    std::vector<int64_t> list(size_t(std::clamp(*dim, 1, 70)));
    for (int64_t& size : list) size = number();
    return list;
  }

 private:
  const uint8_t* at_;
  size_t left_;
};

constexpr const char* kScript = R"(
  local torch = require 'torch'
  function same(...) return ... end
  function sum(a, b) return a + b end
  function parts(t) return t:select(1, 1), t:narrow(t:dim(), 1, 1) end
  function wrong() return 1, {} end
  function broken() error('no') end)";

class Session {
 public:
  explicit Session(Bytes bytes) : bytes_(bytes) {
    // A dimension that is out of int64's range cannot be passed: the list is as long as `dim` says.
    while (!bytes_.empty() && ++steps_ < 200) step();
  }
  ~Session() {
    for (tocha_tensor* tensor : tensors_) tocha_tensor_free(tensor);
  }

 private:
  tocha_tensor*& slot() { return tensors_[bytes_.take<uint8_t>() % 8]; }

  void keep(tocha_status status, tocha_tensor* made) {
    check(status);
    if (status != TOCHA_OK) return;
    tocha_tensor*& place = slot();
    tocha_tensor_free(place);
    place = made;
  }

  static void check(tocha_status status) {
    if (status == TOCHA_ERROR_BUG || (status != TOCHA_OK && !*tocha_last_error())) {
      std::fprintf(stderr, "%s\n", tocha_last_error());
      std::abort();
    }
  }

  void step() {
    tocha_tensor* made = nullptr;
    const uint8_t choice = bytes_.take<uint8_t>() % 20;
    int dim = 0;
    switch (choice) {
      case 0: {
        const tocha_dtype dtype = bytes_.dtype();
        const auto sizes = bytes_.sizes(&dim);
        const tocha_status status = tocha_tensor_new(dtype, dim, sizes.data(), &made);
        if (status == TOCHA_OK) check(tocha_tensor_fill(made, 1));
        return keep(status, made);
      }
      case 1: {
        const tocha_dtype dtype = bytes_.dtype();
        const int64_t sizes[2] = {1 + (bytes_.number() & 7), 1 + (bytes_.number() & 7)};
        double data[64];
        for (double& value : data) value = bytes_.take<double>();
        const bool wrap = bytes_.take<uint8_t>() % 2 == 1;
        if (!wrap) return keep(tocha_tensor_from(dtype, 2, sizes, data, &made), made);
        return keep(tocha_tensor_wrap(dtype, 2, sizes, host_, nullptr, nullptr, &made), made);
      }
      case 2:
        return tocha_tensor_free(std::exchange(slot(), nullptr));
      case 3: {
        const tocha_tensor* tensor = slot();
        const int d = int(bytes_.number());
        (void)tocha_tensor_dtype(tensor);
        (void)tocha_tensor_dim(tensor);
        (void)tocha_tensor_size(tensor, d);
        (void)tocha_tensor_stride(tensor, d);
        (void)tocha_tensor_is_contiguous(tensor);
        const auto* data = static_cast<const volatile uint8_t*>(tocha_tensor_data(tensor));
        if (data && tocha_tensor_numel(tensor) > 0) (void)data[0];
        return;
      }
      case 4: {
        const tocha_tensor* from = slot();
        const int d = int(bytes_.number());
        const int64_t start = bytes_.number(), length = bytes_.number();
        return keep(tocha_tensor_narrow(from, d, start, length, &made), made);
      }
      case 5: {
        const tocha_tensor* from = slot();
        const int d = int(bytes_.number());
        return keep(tocha_tensor_select(from, d, bytes_.number(), &made), made);
      }
      case 6: {
        const tocha_tensor* from = slot();
        const int d = int(bytes_.number());
        return keep(tocha_tensor_transpose(from, d, int(bytes_.number()), &made), made);
      }
      case 7: {
        const tocha_tensor* from = slot();
        const auto sizes = bytes_.sizes(&dim);
        return keep(tocha_tensor_view(from, dim, sizes.data(), &made), made);
      }
      case 8:
        return keep(tocha_tensor_clone(slot(), &made), made);
      case 9: {
        const tocha_tensor* from = slot();
        return keep(tocha_tensor_convert(from, bytes_.dtype(), &made), made);
      }
      case 10: {
        tocha_tensor* to = slot();
        return check(tocha_tensor_copy(to, slot()));
      }
      case 11: {
        tocha_tensor* to = slot();
        return check(tocha_tensor_fill(to, bytes_.take<double>()));
      }
      case 12:
      case 13: {
        tocha_tensor *to = slot(), *a = slot(), *b = slot();
        return check(choice == 12 ? tocha_add(to, a, bytes_.take<double>(), b)
                                  : tocha_mul(to, a, b));
      }
      case 14:
      case 15: {
        tocha_tensor *to = slot(), *a = slot();
        const auto value = bytes_.take<double>();
        return check(choice == 14 ? tocha_add_number(to, a, value)
                                  : tocha_mul_number(to, a, value));
      }
      case 16:
        tocha_memory_release();
        (void)tocha_memory_statistics();
        return;
      case 17:
        return check(tocha_memory_limit(bytes_.take<uint8_t>() % 2 ? bytes_.number() : kMemory));
      default:
        return call();
    }
  }

  void call() {
    static tocha_runtime* const runtime = [] {
      tocha_runtime* opened = nullptr;
      tocha_runtime_options options = {};
      options.log = [](void*, int, const char*, size_t) {};
      check(tocha_memory_limit(kMemory));
      if (tocha_runtime_open(&options, &opened) != TOCHA_OK) std::abort();
      check(tocha_runtime_run_string(opened, kScript));
      return opened;
    }();
    static constexpr const char* kNames[] = {"same", "sum", "parts", "wrong", "broken", "", "no.f"};
    const char* name = kNames[bytes_.take<uint8_t>() % std::size(kNames)];
    tocha_tensor* arguments[3] = {slot(), slot(), slot()};
    tocha_tensor* results[2] = {};
    int count = int(bytes_.take<uint8_t>() % 3);
    const int given = int(bytes_.take<uint8_t>() % 4);
    const tocha_status status =
        tocha_runtime_call(runtime, name, given, arguments, &count, results);
    check(status);
    if (status != TOCHA_OK) return;
    for (int i = 0; i < count; ++i) keep(TOCHA_OK, results[i]);
  }

  Bytes bytes_;
  int steps_ = 0;
  tocha_tensor* tensors_[8] = {};
  double host_[64] = {};
};

}  // namespace

void c_interface(const uint8_t* data, size_t size) {
  tocha_memory_limit(kMemory);
  const Session session(Bytes(data, size));
}

}  // namespace tocha::fuzz

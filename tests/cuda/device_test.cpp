// SPDX-License-Identifier: BSD-3-Clause
// Memory, streams, copies, failures and launches of the GPU device, on the simulated runtime.
#include "cuda/device.h"

#include <catch2/catch.hpp>
#include <numeric>
#include <thread>

#include "core/base/memory.h"
#include "core/ops/arithmetic.h"
#include "core/ops/arithmetic_functors.h"
#include "cuda/elementwise.h"
#include "cuda/kernels.h"
#include "cuda/pointwise.h"
#include "tests/cuda/simulated_runtime.h"
#include "tests/support/tensors.h"

extern "C" const tocha::DeviceLibrary* tocha_device_library(uint64_t interface);

using namespace tocha;
using namespace tocha::testing;
using cuda::CudaDevice;

namespace {

CudaDevice& gpu(int index = 0) {
  static const DeviceLibrary* library = tocha_device_library(kDeviceInterface);
  return static_cast<CudaDevice&>(library->device(index));
}

template <class T>
T argument(void** arguments, int i) {
  return *static_cast<T*>(arguments[i]);
}

// What pointwise.cuh makes with nvcc, for the simulated runtime.
template <class F, class Out, class In>
const simulated::Kernel kContiguous = {[](void** p) {
  return std::function([f = argument<F>(p, 0), out = argument<Out*>(p, 1), a = argument<In*>(p, 2),
                        b = argument<In*>(p, 3), c = argument<In*>(p, 4),
                        n = argument<uint32_t>(p, 5),
                        packed = argument<bool>(p, 6)](uint32_t block, uint32_t thread) {
    cuda::run_contiguous_thread<F, Out, In>(block, thread, f, out, a, b, c, n, packed);
  });
}};
template <class F, class Out, class In>
const simulated::Kernel kStrided = {[](void** p) {
  return std::function(
      [f = argument<F>(p, 0), walk = argument<cuda::Walk>(p, 1)](uint32_t block, uint32_t thread) {
        cuda::run_strided_thread<F, Out, In>(block, thread, f, walk);
      });
}};
template <class F>
void run(F f, Tensor& out, const Tensor* const* in, bool contiguous = false) {
  const cuda::ElementwiseKernel kernel{&kContiguous<F, float, float>, &kStrided<F, float, float>,
                                       F::kInputs};
  cuda::launch(kernel, &f, out, in, contiguous);
}

struct Same {
  static constexpr int kInputs = 1;
  float operator()(float a) const { return a; }
};
struct Value {
  static constexpr int kInputs = 0;
  float value;
  float operator()() const { return value; }
};

Tensor counted(int64_t count) {
  Tensor t(DType::Float, {count});
  std::iota(t.data<float>(), t.data<float>() + count, 0.f);
  return t;
}
Tensor there(const Tensor& host, int index = 0) { return to(host, host.dtype(), gpu(index)); }

std::vector<double> read(const Tensor& t) {  // the device here has no kernels for doubles
  return values(to(t, DType::Float, cpu_device()));
}

int64_t live(int index = 0) { return gpu(index).memory().live; }

}  // namespace

// The device's table here: floats only.
constexpr Kernels tocha::cuda::kKernels = {
    .arithmetic =
        [](int op, const PointwiseArgs& args) {
          if (op == ArithmeticOps::position<functors::Add>()) {
            run(functors::Add<float>(args.params), args.out, args.in, args.contiguous);
          } else {
            run(functors::AddScalar<float>(args.params), args.out, args.in, args.contiguous);
          }
        },
    .fill = [](Tensor& out, double value) { run(Value{float(value)}, out, nullptr); },
    .copy =
        [](Tensor& out, const Tensor& in) {
          const Tensor* inputs[] = {&in};
          run(Same{}, out, inputs);
        },
};

TEST_CASE("without a usable GPU the library says why, and can be asked again") {
  auto message = [] { return error_of([] { tocha_device_library(kDeviceInterface); }); };
  simulated::set_driver(0, cudaErrorInsufficientDriver);
  CHECK(message() == "no GPU can be used: no NVIDIA driver is loaded (CUDA " +
                         std::to_string(CUDART_VERSION / 1000) + "." +
                         std::to_string(CUDART_VERSION % 1000 / 10) + " needs one)");
  simulated::set_driver(12040, cudaErrorInsufficientDriver);
  CHECK(message().find(
            "no GPU can be used: the NVIDIA driver serves CUDA 12.4, this library needs ") == 0);
  simulated::set_driver(13000, cudaErrorNoDevice);
  CHECK(message() == "no GPU can be used: the NVIDIA driver finds none");
  simulated::set_driver(13000, cudaErrorInitializationError);
  CHECK(message() == "no GPU can be used: simulated failure");
  simulated::set_driver(13000, cudaSuccess);
  CHECK(tocha_device_library(kDeviceInterface + 1) == nullptr);
  CHECK(tocha_device_library(kDeviceInterface)->count == 2);
}

TEST_CASE("a copy to the device does not wait, and its source may change at once") {
  Tensor host = counted(1000);
  Tensor device(DType::Float, {1000}, gpu());
  copy(device, host);
  CHECK(simulated::queued() > 0);
  fill(host, -1);
  CHECK(read(device) == read(counted(1000)));
}

TEST_CASE("copies larger than all staging blocks arrive whole, with bounded pinned memory") {
  const Tensor host = counted(int64_t(10) << 20);  // 40 MiB, and no multiple of a block on return
  Tensor device(DType::Float, {host.numel()}, gpu());
  copy(device, host);
  Tensor back(DType::Float, {host.numel() - 5});
  copy(back, narrow(device, 0, 5, host.numel() - 5));
  CHECK(std::equal(back.data<float>(), back.data<float>() + back.numel(), host.data<float>() + 5));
  CHECK(simulated::pinned_bytes() <=
        int64_t(cuda::Staging::kBlockBytes) * (cuda::Staging::kBlocks + 2));
}

TEST_CASE("operators are queued in order, on any layout") {
  const Tensor a = there(counted(5000));
  Tensor out(DType::Float, gpu());
  add(out, a, 2, a);
  add(out, out, 1);
  const std::vector<double> result = read(out);
  bool right = true;
  for (int i = 0; i < 5000; ++i) right = right && result[size_t(i)] == 3 * i + 1;
  CHECK(right);

  Tensor unaligned(DType::Float, gpu());
  add(unaligned, narrow(a, 0, 1, 4000), 1);  // its address is no multiple of a pack
  CHECK(read(narrow(unaligned, 0, 3999, 1)) == std::vector<double>{4001});

  Tensor wide(DType::Float, {3, 4}, gpu());
  fill(wide, 0);
  Tensor part = narrow(wide, 1, 1, 2);
  add(part, transpose(view(narrow(a, 0, 0, 6), Shape{2, 3}), 0, 1), 1,
      expand(narrow(a, 0, 1, 1), Shape{3, 2}));
  CHECK(read(wide) == std::vector<double>{0, 1, 4, 0, 0, 2, 5, 0, 0, 3, 6, 0});
}

TEST_CASE("blocks are reused, but not before work that was queued is done") {
  gpu().synchronize();
  const int64_t before = live();
  Tensor sum(DType::Float, {1000}, gpu());
  fill(sum, 0);
  for (int i = 0; i < 50; ++i) {
    Tensor scratch(DType::Float, {1000}, gpu());
    fill(scratch, i);
    add(sum, sum, 1, scratch);
  }
  CHECK(read(sum) == std::vector<double>(1000, 1225));
  gpu().synchronize();
  CHECK(live() == before + 4000);
  gpu().release_cached();
  CHECK(gpu().memory().cached == 0);
}

TEST_CASE("a block that another stream uses is freed after it") {
  gpu().reserve_streams(2);
  Tensor result(DType::Float, {100}, gpu());
  {
    Tensor shared(DType::Float, {100}, gpu());
    fill(shared, 7);
    gpu().synchronize();
    std::thread([&] {
      gpu().use_stream(2);
      add(result, shared, 1);  // queued there, not done
    }).join();
  }
  Tensor next(DType::Float, {100}, gpu());
  fill(next, -1);
  gpu().synchronize();
  CHECK(read(result) == std::vector<double>(100, 8));
  CHECK(error_of([] { gpu().use_stream(3); }) == "stream 3 of cuda:0 is out of range 0 to 2");
}

TEST_CASE("out of memory: the hook is called, once, before it is an error") {
  gpu().release_cached();
  simulated::set_capacity(size_t(1) << 20);
  static Tensor* garbage = nullptr;
  static int calls = 0;
  const auto previous = memory::set_pressure_hook([] {
    ++calls;
    delete std::exchange(garbage, nullptr);
  });
  garbage = new Tensor(DType::Byte, {700'000}, gpu());
  Tensor fits(DType::Byte, {800'000}, gpu());
  CHECK(calls == 1);
  CHECK(error_of([] {
          Tensor(DType::Byte, {2'000'000}, gpu());
        }).find("out of memory: 2000000 bytes cannot be had on cuda:0, where 8") == 0);
  CHECK(calls == 2);
  memory::set_pressure_hook(previous);
  simulated::set_capacity(size_t(256) << 20);
}

TEST_CASE("copies between devices go straight where they can, else through the host") {
  int current = 0;
  for (bool direct : {false, true}) {
    // What a device can reach is asked once: each direction serves one of the two ways.
    const int source = direct ? 0 : 1;
    simulated::set_peer_access(direct);
    Tensor from = there(counted(3000), source);
    Tensor to(DType::Float, {3000}, gpu(1 - source));
    copy(to, from);
    fill(from, -1);  // after the copy has read it
    CHECK(read(to) == read(counted(3000)));
    CHECK(read(from) == std::vector<double>(3000, -1));
    cudaGetDevice(&current);
    CHECK(current == 0);
  }
}

TEST_CASE("threads copy at the same time") {
  std::vector<std::thread> threads;
  std::atomic<int> wrong{0};
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      const Tensor host = counted(700'000 + i);
      for (int k = 0; k < 5; ++k) {
        const Tensor back = to(there(host), DType::Float, cpu_device());
        wrong +=
            !std::equal(host.data<float>(), host.data<float>() + host.numel(), back.data<float>());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}

TEST_CASE("a failure of earlier work is told as such, and freeing stays quiet") {
  auto t = std::make_unique<Tensor>(there(counted(10)));
  CHECK(cuda::is_of_earlier_work(cudaErrorIllegalAddress));
  CHECK(!cuda::is_of_earlier_work(cudaErrorInvalidValue));
  simulated::break_devices(cudaErrorIllegalAddress);
  const std::string expected =
      "work queued earlier on cuda:0 failed: an illegal memory access was encountered (the GPU "
      "cannot be used any more by this process)";
  CHECK(error_of([&] { read(*t); }) == expected);
  CHECK(error_of([&] { add(*t, *t, 1); }) == expected);
  CHECK(error_of([] { gpu().synchronize(); }) == expected);
  t.reset();
  simulated::break_devices(cudaErrorInvalidValue);
  CHECK(error_of([] { gpu().synchronize(); }).find(" on cuda:0 failed: simulated failure") !=
        std::string::npos);
  simulated::break_devices(cudaSuccess);
}

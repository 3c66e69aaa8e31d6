// SPDX-License-Identifier: BSD-3-Clause
// Whichever request for memory fails in a host, once or for good: an error of kind Environment that
// also comes through Lua, never the end of the process; and when there is memory again the host
// goes on. Run with tests/support/failing_allocations.c preloaded. Each failure has a process of
// its own, so that whatever is loaded or made at first use is met too.
//
// usage: out_of_memory_test STEP: every STEP-th request, beginning with another one for each work
#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>

#include "bindings/c/nn.h"
#include "bindings/c/runtime.h"

using namespace tocha;

namespace {

auto fail_requests = reinterpret_cast<void (*)(long, long)>(dlsym(RTLD_DEFAULT, "fail_requests"));
auto requests_so_far = reinterpret_cast<long (*)()>(dlsym(RTLD_DEFAULT, "requests_so_far"));

constexpr const char* kNet = R"(
  local torch = require 'torch'
  require 'nn'
  torch.setnumthreads(1)
  function work(path)
    torch.manualSeed(1)
    local net = nn.Sequential():add(nn.SpatialConvolution(1, 4, 3, 3)):add(nn.SpatialBatchNormalization(4))
      :add(nn.ReLU()):add(nn.SpatialMaxPooling(2, 2)):add(nn.Reshape(4 * 13 * 13))
      :add(nn.Linear(4 * 13 * 13, 10)):add(nn.LogSoftMax())
    local x, y = torch.randn(4, 1, 28, 28), torch.LongTensor{1, 2, 3, 4}
    local criterion = nn.ClassNLLCriterion()
    criterion:forward(net:forward(x), y)
    net:backward(x, criterion:backward(net.output, y))
    torch.save(path, net)
    return torch.load(path):forward(x)
  end)";

struct Folder {
  std::string path = "/tmp/tocha-memory-test-XXXXXX";
  Folder() {
    if (!mkdtemp(path.data())) std::abort();
  }
} folder;

struct Work {
  const char* name;
  std::function<void()> prepare;  // with memory
  std::function<void()> run;      // without
};

void run_model(const std::string& path) {
  const nn::Module net = nn::load(path);
  Tensor x(DType::Double, {2, 1, 28, 28});
  for (int64_t i = 0; i < x.numel(); ++i) x.data<double>()[i] = double(i % 7);
  const Tensor out = net.forward(x).tensor();
  net.backward(x, out);
}

std::unique_ptr<Runtime> runtime;
std::string file(const char* name) { return folder.path + "/" + name; }
const std::string model = file("model.t7"), saved = file("saved.t7");

const Work kWorks[] = {
    {"model", [] {}, [] { run_model(model); }},
    {"open", [] {},
     [] {
       Runtime fresh;
       fresh.run_string("require 'torch'");
     }},
    {"script",
     [] {
       runtime = std::make_unique<Runtime>();
       runtime->run_string(kNet);
     },
     [] { runtime->call("work", {saved}); }},
};

// In the child: 0 for a clean end, else what went wrong.
int attempt(const Work& work, long n, long count) {
  work.prepare();
  fail_requests(n, count);
  try {
    work.run();
  } catch (const Error& error) {
    fail_requests(0, 0);
    if (error.kind() != ErrorKind::Environment) {
      std::printf("%s, request %ld: no error of the environment: %s\n", work.name, n, error.what());
      return 2;
    }
  } catch (const std::exception& error) {
    fail_requests(0, 0);
    std::printf("%s, request %ld: no error of ours: %s\n", work.name, n, error.what());
    return 3;
  }
  fail_requests(0, 0);
  try {
    work.run();
  } catch (const std::exception& error) {
    std::printf("%s, request %ld: not usable afterwards: %s\n", work.name, n, error.what());
    return 4;
  }
  return 0;
}

template <class F>
int in_child(F&& body) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    alarm(60);
    const int status = body();
    std::fflush(stdout);
    _exit(status);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  const long step = argc > 1 ? std::atol(argv[1]) : 1;
  if (!fail_requests || step < 1) return std::puts("usage: see the file's first lines"), 2;
  // libgfortran comes with it and ends the process when it finds no memory while it is loaded.
  dlopen("libopenblas.so.0", RTLD_LAZY);
  in_child([] {
    Runtime maker;
    maker.run_string(kNet);
    maker.call("work", {model});
    return 0;
  });
  int bad = 0;
  for (const Work& work : kWorks) {
    const std::string counted = file("count");
    in_child([&] {
      work.prepare();
      const long before = requests_so_far();
      work.run();
      std::FILE* out = std::fopen(counted.c_str(), "w");
      std::fprintf(out, "%ld", requests_so_far() - before);
      return std::fclose(out);
    });
    long total = 0;
    if (std::FILE* in = std::fopen(counted.c_str(), "r")) {
      if (std::fscanf(in, "%ld", &total) != 1) total = 0;
      std::fclose(in);
    }
    if (total == 0) return std::printf("%s does not work at all\n", work.name), 1;
    int runs = 0;
    for (const long count : {1L, 1000000000L}) {
      for (long n = 1 + ++runs % step; n <= total; n += step, ++runs) {
        const int status = in_child([&] { return attempt(work, n, count); });
        if (status == 0) continue;
        ++bad;
        if (WIFSIGNALED(status) || WEXITSTATUS(status) == 1 || WEXITSTATUS(status) > 4) {
          std::printf("%s, request %ld of %ld, %s: the process ended with %s %d\n", work.name, n,
                      total, count == 1 ? "once" : "for good",
                      WIFSIGNALED(status) ? "signal" : "status",
                      WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
        }
      }
    }
    std::printf("%s: %ld requests, %d tried\n", work.name, total, runs);
  }
  std::printf("%d of them ended badly\n", bad);
  return std::system(("rm -r " + folder.path).c_str()) || bad != 0;
}

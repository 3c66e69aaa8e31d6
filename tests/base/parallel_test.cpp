// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/parallel.h"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <climits>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace tocha;

namespace {

// The ranges that a loop was cut into, in their order.
std::vector<std::pair<int64_t, int64_t>> ranges_of(int64_t count, int64_t grain, int threads) {
  const int before = num_threads();
  set_num_threads(threads);
  std::mutex mutex;
  std::set<std::pair<int64_t, int64_t>> ranges;
  parallel_for(count, grain, [&](int64_t begin, int64_t end) {
    std::lock_guard lock(mutex);
    ranges.emplace(begin, end);
  });
  set_num_threads(before);
  return {ranges.begin(), ranges.end()};
}

using Ranges = std::vector<std::pair<int64_t, int64_t>>;

int64_t sum_up_to(int64_t count) {
  std::atomic<int64_t> sum{0};
  parallel_for(count, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) sum += i;
  });
  return sum;
}

}  // namespace

TEST_CASE("a loop is cut by the chosen number of threads, on any machine") {
  CHECK(ranges_of(10, 1, 1) == Ranges{{0, 10}});
  CHECK(ranges_of(10, 1, 2) == Ranges{{0, 5}, {5, 10}});
  CHECK(ranges_of(10, 1, 4) == Ranges{{0, 2}, {2, 5}, {5, 7}, {7, 10}});
  CHECK(ranges_of(10, 4, 4) == Ranges{{0, 5}, {5, 10}});
  CHECK(ranges_of(7, 4, 4) == Ranges{{0, 7}});
  CHECK(ranges_of(0, 1, 4).empty());
  CHECK(ranges_of(100, 1, 64).size() == 64);
  CHECK(ranges_of(3000, 1, INT_MAX).size() == 1024);
}

TEST_CASE("the number of threads is kept as it was chosen, for each thread") {
  const int before = num_threads();
  set_num_threads(1000000000);
  CHECK(chosen_threads() == 1000000000);
  CHECK(team_threads() <= int(std::thread::hardware_concurrency()));
  CHECK(sum_up_to(5000) == 5000 * 4999 / 2);
  std::thread([&] { CHECK(chosen_threads() == before); }).join();
  set_num_threads(0);
  CHECK(chosen_threads() == 1);
  set_num_threads(before);
}

TEST_CASE("inside of a loop there is one thread, and a loop in it runs there") {
  const int before = num_threads();
  set_num_threads(4);
  std::atomic<int> wrong{0};
  parallel_for(4, 1, [&](int64_t, int64_t) {
    const auto here = std::this_thread::get_id();
    wrong += num_threads() != 1 || team_threads() != 1 || chosen_threads() < 1;
    parallel_for(100, 1, [&](int64_t begin, int64_t end) {
      wrong += std::this_thread::get_id() != here || begin != 0 || end != 100;
    });
  });
  CHECK(wrong == 0);
  CHECK(num_threads() == 4);
  set_num_threads(before);
}

TEST_CASE("an exception of a range comes out of the loop, and the next loop runs") {
  const int before = num_threads();
  set_num_threads(3);
  for (int64_t bad = 0; bad < 3; ++bad) {
    auto body = [&](int64_t begin, int64_t end) {
      if (begin <= bad && bad < end) throw std::runtime_error("bad range");
    };
    CHECK_THROWS_WITH(parallel_for(3, 1, body), "bad range");
    CHECK(sum_up_to(1000) == 499500);
  }
  set_num_threads(before);
}

TEST_CASE("many threads loop at the same time") {
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      set_num_threads(1 + t % 4);
      for (int i = 0; i < 300; ++i) right += sum_up_to(100 + i) == (100 + i) * (99 + i) / 2;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 8 * 300);
}

TEST_CASE("loops run in a forked child, and in its child") {
  CHECK(sum_up_to(1000) == 499500);
  const pid_t child = fork();
  if (child == 0) {
    alarm(30);
    bool right = sum_up_to(1000) == 499500;
    const pid_t grandchild = fork();
    if (grandchild == 0) _exit(sum_up_to(1000) == 499500 ? 0 : 1);
    int status = -1;
    right = right && waitpid(grandchild, &status, 0) == grandchild && status == 0;
    _exit(right ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(sum_up_to(1000) == 499500);
}

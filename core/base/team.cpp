// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/team.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <new>

#include "core/base/processors.h"

namespace tocha::team {
namespace {

using Clock = std::chrono::steady_clock;

// A training step has its next work for the threads after some microseconds; who waits longer than
// this gives the processor away. Waking a thread takes about as long.
constexpr auto kSpin = std::chrono::microseconds(50);
constexpr size_t kStack = size_t(2) << 20;

void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// A number to wait for. (std::atomic's wait yields the processor before it sleeps: on busy ones a
// thread that yields comes back milliseconds later.)
class Signal {
 public:
  uint32_t get() const { return value_.load(std::memory_order_acquire); }
  void set(uint32_t value) {
    value_.store(value);
    if (sleepers_.load() == 0) return;
    syscall(SYS_futex, &value_, FUTEX_WAKE_PRIVATE, INT32_MAX, nullptr, nullptr, 0);
  }
  bool has_sleeper() const { return sleepers_.load(std::memory_order_relaxed) > 0; }
  bool change(uint32_t from, uint32_t to) { return value_.compare_exchange_strong(from, to); }
  void wait_while(uint32_t old, bool spin) {
    if (spin && changes_soon(old)) return;
    sleepers_.fetch_add(1);
    while (value_.load() == old) {
      syscall(SYS_futex, &value_, FUTEX_WAIT_PRIVATE, old, nullptr, nullptr, 0);
    }
    sleepers_.fetch_sub(1);
  }

 private:
  bool changes_soon(uint32_t old) const {
    const auto end = Clock::now() + kSpin;
    do {
      for (int i = 0; i < 16; ++i) {
        if (get() != old) return true;
        relax();
      }
    } while (Clock::now() < end);
    return false;
  }

  std::atomic<uint32_t> value_{0}, sleepers_{0};
};

struct Team {
  Work work;
  void* context;
  int size;
  bool spin;  // no more threads are at work than there are processors
  std::atomic<int> arrived{0};
  Signal phase{};
};

struct Member {
  Team* team = nullptr;
  int index = 0;
};
thread_local Member me;

void be(Team& team, int index) {
  const Member before = me;
  me = {&team, index};
  team.work(index, team.context);
  me = before;
}

enum class Need { All, Any, Awake };  // which workers: those that sleep too, or only others
enum : uint32_t { kWaiting, kCalled, kBusy };

struct alignas(64) Worker {
  Signal state;
  Team* team = nullptr;
  int index = 0;
  bool spin = false;
  Worker* next = nullptr;

  [[noreturn]] void live() {
    for (;;) {
      state.wait_while(kWaiting, spin);
      if (!state.change(kCalled, kBusy)) continue;
      spin = team->spin;
      be(*team, index);
      state.set(kWaiting);
    }
  }
};

// The threads, and which of them are free. It is never destroyed: threads sleep in it at exit.
struct Pool {
  const int processors = available_processors();
  std::atomic<int> most{processors};  // threads that may run together, callers included
  std::atomic<int> made{0};
  std::atomic<int> working{0};  // callers and their workers
  std::mutex mutex;
  std::condition_variable returned;
  Worker* idle = nullptr;

  Pool() {
    pthread_atfork([] { pool().mutex.lock(); }, [] { pool().mutex.unlock(); },
                   [] { pool().forget(); });
  }
  static Pool& pool() {
    static Pool* instance = new Pool;
    return *instance;
  }

  // In a forked child: the parent's threads are not here, nor who waited for them.
  void forget() {
    idle = nullptr;
    made = working = 0;
    new (&returned) std::condition_variable;
    mutex.unlock();
  }

  // With the mutex held. False: there is no memory for a thread, or too many exist.
  bool make() {
    auto* worker = new (std::nothrow) Worker;
    if (!worker) return false;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kStack);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    const int error = pthread_create(
        &thread, &attributes, [](void* self) -> void* { static_cast<Worker*>(self)->live(); },
        worker);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    pthread_attr_destroy(&attributes);
    if (error) {
      delete worker;
      return false;
    }
    worker->next = idle;
    idle = worker;
    ++made;
    return true;
  }

  int possible(int wanted) {
    wanted = std::min(wanted, most.load());
    if (wanted <= made + 1) return wanted;
    std::lock_guard lock(mutex);
    while (made + 1 < wanted) {
      if (!make()) most = made + 1;  // for good: what was prepared for so many threads stays right
      wanted = std::min(wanted, most.load());
    }
    return wanted;
  }

  // `count` free workers as a list, or as many as there are where the need is not for all.
  Worker* take(int& count, Need need) {
    std::unique_lock lock(mutex);
    Worker* list = nullptr;
    int taken = 0;
    auto free_ones = [&] {
      for (; taken < count && idle; ++taken) {
        if (need == Need::Awake && idle->state.has_sleeper()) break;
        Worker* worker = idle;
        idle = worker->next;
        worker->next = list;
        list = worker;
      }
      return taken == count;
    };
    // Whoever needs all of them holds none while it waits, and others' workers come back.
    auto put_back = [&] {
      for (; list; --taken) {
        Worker* worker = list;
        list = worker->next;
        worker->next = idle;
        idle = worker;
      }
    };
    while (!free_ones()) {
      if ((need == Need::All || (need == Need::Any && made + 1 < most)) && make()) continue;
      if (need != Need::All) break;
      put_back();
      returned.wait(lock);
    }
    count = taken;
    working += taken + 1;
    return list;
  }

  void give_back(Worker* list, int count) {
    std::lock_guard lock(mutex);
    working -= count + 1;
    while (list) {
      Worker* worker = list;
      list = worker->next;
      worker->next = idle;
      idle = worker;
    }
    returned.notify_all();
  }
};

// `others` workers beside the caller.
void run_with(Pool& pool, Team& team, Worker* workers, int others, bool wait_for_all) {
  team.spin = pool.working <= pool.processors;
  int number = 0;
  for (Worker* worker = workers; worker; worker = worker->next) {
    worker->team = &team;
    worker->index = ++number;
    worker->state.set(kCalled);
  }
  be(team, 0);
  for (Worker* worker = workers; worker; worker = worker->next) {
    if (!wait_for_all && worker->state.change(kCalled, kWaiting)) continue;
    for (uint32_t state; (state = worker->state.get()) != kWaiting;) {
      worker->state.wait_while(state, team.spin);
    }
  }
  pool.give_back(workers, others);
}

}  // namespace

int possible(int wanted) { return wanted <= 1 ? 1 : Pool::pool().possible(wanted); }

void run(int size, Work work, void* context) {
  Team team{work, context, std::max(size, 1), false};
  if (size <= 1) return be(team, 0);
  Pool& pool = Pool::pool();
  int others = size - 1;
  Worker* const workers = pool.take(others, Need::All);
  run_with(pool, team, workers, others, true);
}

void run_helped(int size, bool wake, Work work, void* context, int& members) {
  Team team{work, context, 1, false};
  Pool& pool = Pool::pool();
  int others = std::min(size, pool.most.load()) - 1;
  members = 1;
  if (others == 0) return be(team, 0);
  Worker* const workers = pool.take(others, wake ? Need::Any : Need::Awake);
  members = others + 1;
  run_with(pool, team, workers, others, false);
}

int index() { return me.team && me.team->size > 1 ? me.index : 0; }
int size() { return me.team ? me.team->size : 1; }
bool inside() { return me.team != nullptr; }

void barrier() {
  if (size() == 1) return;
  Team& team = *me.team;
  const uint32_t phase = team.phase.get();
  if (team.arrived.fetch_add(1) + 1 == team.size) {
    team.arrived = 0;
    team.phase.set(phase + 1);
  } else {
    team.phase.wait_while(phase, team.spin);
  }
}

}  // namespace tocha::team

// SPDX-License-Identifier: BSD-3-Clause
// A signal handler may do next to nothing; it asks Lua for a hook, which is allowed at any moment,
// and the hook raises the error when Lua is between two instructions.
#include "bindings/th/signals.h"

#include <poll.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <lua.hpp>

namespace tocha::th {
namespace {

// A second interruption within this time is taken for the same one: the terminal, `timeout` and
// process managers send to the process and to its group.
constexpr long kSameMillis = 300;

// After this time a script that was interrupted and goes on is said to do so.
constexpr int kPatienceSeconds = 1;
constexpr char kNotice[] =
    "th: interrupted; waiting for a loop that LuaJIT has compiled (Ctrl-C again: end at once)\n";

lua_State* state;
volatile sig_atomic_t raised = 0;
volatile sig_atomic_t pending = 0;
volatile long pending_since;

long now_millis() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return long(now.tv_sec) * 1000 + now.tv_nsec / 1000000;
}

void set_handler(int signal, void (*handler)(int), int flags) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = flags | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

void on_end_of_patience(int) {
  const int saved = errno;
  if (pending) (void)!write(STDERR_FILENO, kNotice, sizeof kNotice - 1);
  errno = saved;
}

// A timer of the script's own is left alone.
void set_patience(int seconds) {
  struct sigaction action;
  itimerval timer;
  sigaction(SIGALRM, nullptr, &action);
  getitimer(ITIMER_REAL, &timer);
  if (seconds > 0 && (action.sa_handler != SIG_DFL || timer.it_value.tv_sec > 0)) return;
  if (seconds == 0 && action.sa_handler != on_end_of_patience) return;
  timer = {};
  timer.it_value.tv_sec = seconds;
  if (seconds > 0) set_handler(SIGALRM, on_end_of_patience, SA_RESTART);
  setitimer(ITIMER_REAL, &timer, nullptr);
  if (seconds == 0) set_handler(SIGALRM, SIG_DFL, 0);
}

void raise_interrupted(lua_State* L, lua_Debug*) {
  lua_sethook(L, nullptr, 0, 0);
  set_patience(0);
  pending = 0;
  raised = 1;
  lua_pushstring(L, kInterrupted);
  lua_error(L);
}

void on_interrupt(int) {
  const int saved = errno;
  if (pending && now_millis() - pending_since > kSameMillis) {
    set_handler(SIGINT, SIG_DFL, 0);
    raise(SIGINT);
  } else if (!pending) {
    pending_since = now_millis();
    pending = 1;
    lua_sethook(state, raise_interrupted, LUA_MASKCALL | LUA_MASKRET | LUA_MASKCOUNT, 1);
    set_patience(kPatienceSeconds);
  }
  errno = saved;
}

void on_broken_pipe(int) {
  const int saved = errno;
  pollfd output{STDOUT_FILENO, 0, 0};
  if (poll(&output, 1, 0) == 1 && (output.revents & POLLERR)) {
    set_handler(SIGPIPE, SIG_DFL, 0);
    raise(SIGPIPE);
  }
  errno = saved;
}

void only_wake(int) {}  // a read that waits returns with EINTR

// oneDNN's matrix products move the stack pointer into a block of the heap while they run. A
// signal's frame, written below it, would destroy what lies before that block: handlers get a stack
// of theirs.
void use_own_stack() {
  alignas(64) static char stack[1 << 16];
  stack_t present, own = {};
  own.ss_sp = stack;
  own.ss_size = sizeof stack;
  if (sigaltstack(nullptr, &present) == 0 && (present.ss_flags & SS_DISABLE)) {
    sigaltstack(&own, nullptr);
  }
}

}  // namespace

void catch_signals(lua_State* L) {
  state = L;
  use_own_stack();
  struct sigaction inherited;
  sigaction(SIGINT, nullptr, &inherited);
  // A job in the background of a shell script starts with SIGINT ignored and keeps it so.
  if (inherited.sa_handler != SIG_IGN) set_handler(SIGINT, on_interrupt, SA_RESTART);
  set_handler(SIGPIPE, on_broken_pipe, SA_RESTART);
}

bool was_interrupted() { return raised != 0; }

int read_line(lua_State* L) {
  std::fputs(luaL_checkstring(L, 1), stdout);
  std::fflush(stdout);
  set_handler(SIGINT, only_wake, 0);
  char* line = nullptr;
  size_t capacity = 0;
  const ssize_t length = getline(&line, &capacity, stdin);
  const bool interrupted = length < 0 && errno == EINTR && !std::feof(stdin);
  std::clearerr(stdin);
  set_handler(SIGINT, on_interrupt, SA_RESTART);
  if (length < 0) {
    std::free(line);
    lua_pushnil(L);
    lua_pushstring(L, interrupted ? kInterrupted : nullptr);
    return 2;
  }
  const bool ended = length > 0 && line[length - 1] == '\n';
  lua_pushlstring(L, line, size_t(length) - ended);
  std::free(line);
  return 1;
}

}  // namespace tocha::th

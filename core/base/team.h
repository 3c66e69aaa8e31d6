// SPDX-License-Identifier: BSD-3-Clause
// The engine's threads. They are made when they are first needed, belong to whichever thread has
// work for them at the moment, wait for the next work a short while on the processor and then
// asleep. Where no thread can be made (memory, limits) there are fewer, and that is no error.
//
// Signals never run on them. A forked child has none of its parent's threads and makes its own.
#pragma once

namespace tocha::team {

/// Work for the member number `index`; it must not throw.
using Work = void (*)(int index, void* context);

/// How many threads of `wanted` can run together: not more than processors are available, nor than
/// could be made. The answer for one `wanted` stays the same as long as threads can be made.
int possible(int wanted);

/// Runs work(0) on this thread and work(1) ... work(size - 1) on others, all at the same time, so
/// that they may wait for each other at a barrier. `size` is not above what `possible` said.
void run(int size, Work work, void* context);

/// Runs work(0) here, and helpers join in while it lasts: up to `size` members in all, as many as
/// are free. Helpers that have not begun when work(0) ends are called off, so that nobody waits for
/// a thread that waits for a busy processor. Threads that sleep are called only with `wake`: it
/// takes them 50 microseconds to come. `members` tells the work how many were called.
void run_helped(int size, bool wake, Work work, void* context, int& members);

/// What the calling thread is inside of: its number in the team of `run`, the team's size (0 and 1
/// outside), and whether it is inside of `run` or `run_helped` at all.
int index();
int size();
bool inside();

/// Waits until each member of the team has come here; outside of `run` it does nothing.
void barrier();

}  // namespace tocha::team

// SPDX-License-Identifier: BSD-3-Clause
// Several kernels for one operator stand in an ordered list, the one that takes everything last.
// The first that does not decline runs. With TOCHA_VERBOSE=1 in the environment each call prints
// which one that was, and why those before it declined: the answer to "why is this slow?".
#pragma once

#include <cstddef>
#include <string>

#include "core/base/error.h"
#include "core/base/verbose.h"

namespace tocha::cpu {

template <class Args>
struct Candidate {
  const char* name;
  /// Does the work and returns null, or returns why it does not take this call, having changed
  /// nothing. Details worth printing go to `note` where it is not null.
  const char* (*run)(const Args&, std::string* note);
};

void report(const char* op, const std::string& call, const char* name, const char* declined,
            const std::string& note);

/// `describe(args)` names the call in the report.
template <class Args, size_t kCount, class Describe>
void run_first(const char* op, const Candidate<Args> (&list)[kCount], const Args& args,
               Describe&& describe) {
  const bool talks = verbose();
  for (const Candidate<Args>& candidate : list) {
    std::string note;
    const char* declined = candidate.run(args, talks ? &note : nullptr);
    if (talks) report(op, describe(args), candidate.name, declined, note);
    if (!declined) return;
  }
  fail_bug("no kernel takes ", describe(args));
}

}  // namespace tocha::cpu

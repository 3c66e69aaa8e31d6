// SPDX-License-Identifier: BSD-3-Clause
// What is fuzzed: each function takes bytes that may be anything. Errors are the right answer to
// wrong ones; a crash, an internal error (ErrorKind::Bug) and a call that takes long are findings.
// libFuzzer makes the bytes (libfuzzer.cpp, one program a target); `make test` replays the seeds
// (seeds.lua) and the inputs of former findings (found/) with replay.cpp.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tocha::fuzz {

using Target = void (*)(const uint8_t* data, size_t size);

/// A .t7 file, binary in both widths of `long` and ascii, read by the engine.
void t7(const uint8_t* data, size_t size);
/// The same read by the Lua packages.
void t7_lua(const uint8_t* data, size_t size);
/// A .t7 file of a module, or of {module = , input = , gradOutput = }: loaded, run forward and
/// backward, converted.
void model(const uint8_t* data, size_t size);
/// An IDX file, plain or compressed.
void idx(const uint8_t* data, size_t size);
/// Calls of tocha.h: the bytes choose functions and arguments.
void c_interface(const uint8_t* data, size_t size);

}  // namespace tocha::fuzz

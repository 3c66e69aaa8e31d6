// SPDX-License-Identifier: BSD-3-Clause
// Where Catch2 3 is installed, this stands in for the one header of Catch2 2, which the tests are
// written for: the parts that they use, and their names of then.
#pragma once

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#ifdef CATCH_CONFIG_RUNNER  // a program with its own main function
#include <catch2/catch_session.hpp>
#endif

using Catch::Approx;

namespace Catch {
using Matchers::StartsWith;
inline auto Contains(const std::string& text) { return Matchers::ContainsSubstring(text); }
}  // namespace Catch

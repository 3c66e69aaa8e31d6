// SPDX-License-Identifier: BSD-3-Clause
// TOCHA_VERBOSE=1 in the environment: a line on the standard error for each layer's call and for
// each choice among kernels.
#pragma once

#include <string>

#include "core/base/export.h"

namespace tocha {

/// Whether TOCHA_VERBOSE asks for it; looked up once.
TOCHA_API bool verbose();
/// Writes "tocha: text".
TOCHA_API void report(const std::string& text);

}  // namespace tocha

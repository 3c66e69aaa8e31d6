// SPDX-License-Identifier: BSD-3-Clause
// TOCHA_API marks what a shared library shows to others; everything else is hidden.
#pragma once

#define TOCHA_API __attribute__((visibility("default")))

// SPDX-License-Identifier: BSD-3-Clause
// Networks without Lua, for C++ hosts: #include <tocha/nn.h>. See the header behind it.
#pragma once

#include "core/nn/module.h"

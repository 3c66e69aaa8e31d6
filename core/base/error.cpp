// SPDX-License-Identifier: BSD-3-Clause
// The key function of `Error`: its type information lives once, in this library.
#include "core/base/error.h"

namespace tocha {

Error::~Error() = default;

}  // namespace tocha

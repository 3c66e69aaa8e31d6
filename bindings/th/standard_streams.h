// SPDX-License-Identifier: BSD-3-Clause
// The streams that a program is started with, which may be closed, full or gone.
#pragma once

namespace tocha::th {

/// Gives closed streams a place, so that no file of the script becomes one of them: the output one
/// that every write fails on, the error stream one that takes all. From now on the process ends
/// with status 1 and a message where something could not be written to the standard output.
void watch_standard_streams();

}  // namespace tocha::th

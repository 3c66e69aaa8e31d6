// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/reorders.h"

#include <catch2/catch.hpp>

using namespace tocha;

TEST_CASE("reorders are counted by what they are of") {
  const Reorders before = reorders();
  count_reorders(Reordered::Weight, 1, 2359296);
  count_reorders(Reordered::Result, 2, 100352);
  count_reorders(Reordered::Result, 1, 50176);
  const Reorders made = reorders() - before;
  CHECK(made[Reordered::Weight].number == 1);
  CHECK(made[Reordered::Result].number == 3);
  CHECK(made[Reordered::Result].bytes == 150528);
  CHECK(made[Reordered::Input].number == 0);
  CHECK(made.describe() == "reorders: weight 2.36 MB, result 0.151 MB");
  CHECK((reorders() - reorders()).describe() == "");
}

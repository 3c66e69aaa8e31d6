-- SPDX-License-Identifier: BSD-3-Clause
-- The table of the package, for the files that make it up. nn loads nn.gModule from here when a model
-- file holds one; the operators of modules change only when a script says require 'nngraph'.

return {}

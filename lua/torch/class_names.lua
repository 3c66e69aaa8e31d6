-- SPDX-License-Identifier: BSD-3-Clause
-- Which class has which name. `class_named` leads from names to classes. `name_of` leads from
-- metatables to names: those of the classes, and those that torch.load gives to objects of classes
-- that nobody has defined here; such names are no classes. torch/class.lua adds `declare`.

return {class_named = {}, name_of = {}}

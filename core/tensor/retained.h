// SPDX-License-Identifier: BSD-3-Clause
// Tensors that are held by hand, one list for the process: threads hand each other tensors as the
// addresses of objects that may be gone before the other thread asks. The list is the engine's, not
// the binding's: a process may have loaded the binding twice, in th and as the module of a thread.
#pragma once

#include <cstdint>
#include <optional>

#include "core/tensor/tensor.h"

namespace tocha {

/// Keeps a view of its own of a tensor for whoever asks for that address.
TOCHA_API void retain_tensor(uintptr_t address, const Tensor& tensor);
/// What was held longest of the tensors that were at that address, no longer held now; nothing if
/// there is none.
TOCHA_API std::optional<Tensor> take_retained(uintptr_t address);

}  // namespace tocha

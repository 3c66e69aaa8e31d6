// SPDX-License-Identifier: BSD-3-Clause
// The kernels that convolution.cpp chooses from; each returns why it declines, or null.
#pragma once

#include <string>

#include "core/nn/convolution.h"

namespace tocha::cpu {

// Through oneDNN: float.
const char* convolution_onednn(const ConvolutionForward& a, std::string* note);
const char* convolution_onednn(const ConvolutionBackwardInput& a, std::string* note);
const char* convolution_onednn(const ConvolutionBackwardWeight& a, std::string* note);

// As a matrix product over the unfolded windows: float and double, everything.
const char* convolution_unfold(const ConvolutionForward& a, std::string* note);
const char* convolution_unfold(const ConvolutionBackwardInput& a, std::string* note);
const char* convolution_unfold(const ConvolutionBackwardWeight& a, std::string* note);

}  // namespace tocha::cpu

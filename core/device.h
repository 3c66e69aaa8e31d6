// SPDX-License-Identifier: BSD-3-Clause
// What a device must provide: the only seam between the engine and a device.
//
// A device is an object of a class derived from `Device` (memory and order of execution) plus a
// table of `Kernels`, one plain function an operator family. The engine checks types, devices and
// shapes, resizes the results and then calls the entry: kernels assert, they do not check. An entry
// that is null makes the engine raise "not available on <device>"; a device can thus grow family by
// family. To add an operator family: one line here, one in each device's table.
//
// How the things that differ between devices pass through here:
//  * Streams. A device with streams keeps the current one itself, for each thread; a kernel queues
//    its work there and returns. Threads share one stream until they choose others, and then order
//    what they share themselves. Memory is stream-ordered: `deallocate` may be called on any thread
//    while queued work still uses the block, so the device must not hand it out again before all
//    work that was queued on any stream until then is done. What waits is `copy_to_host`,
//    `synchronize`, an `allocate` that finds no memory, and `copy_from_host` when more is on its
//    way than the device stages.
//  * Workspaces. A kernel that needs scratch memory allocates a Tensor on its device and lets it go
//    when its work is queued; the caching allocators make that cheap and, in a steady state, free
//    of system calls.
//  * Asynchronous errors. A failure of queued work is thrown (ErrorKind::Environment) by the next
//    call on that device that notices it, at the latest by `synchronize`; the text says that it
//    belongs to earlier work. `deallocate` throws nothing: destructors call it.
//  * Random numbers for sampling kernels come from the Generator the caller passes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/tensor/tensor.h"

namespace tocha {

struct SgdStep;
struct AdamStep;
struct AdamTensors;
class Generator;
struct Correlation;
struct LapackKernels;
struct LayerKernels;

/// A pointwise operator applied: out[i] = op(in0[i], in1[i], ...). Inputs have the sizes of `out`
/// (expanded where they broadcast) and its device. `op` indexes the family's list of functors
/// (core/ops/<family>_functors.h), `params` are its scalars.
struct PointwiseArgs {
  Tensor& out;
  const Tensor* in[3] = {};
  const double* params = nullptr;
  bool contiguous = false;  // known: all are contiguous (false: the kernel looks itself)
};

/// Random elements for `out`, drawn in logical order. The distributions and their parameters `a`
/// and `b` are those of core/base/random.h.
enum class Distribution : uint8_t {
  Integers,  // from 0 to what the type holds
  Between,   // low ... high
  Uniform,
  Normal,
  Exponential,
  Cauchy,
  LogNormal,  // floating types only
  Geometric,
  Bernoulli,
};
struct RandomArgs {
  Tensor& out;
  Generator& generator;
  Distribution distribution;
  double a = 0, b = 0;
  int64_t low = 0, high = 0;
  const Tensor* probabilities = nullptr;  // Bernoulli: of type Double, one for each element
};

/// A reduction of `in` (not empty): to one number, written to `number`, or along dimension `dim`
/// into `out`, which has size 1 there and shares no memory with `in`. `op` is one of the family's.
struct ReduceArgs {
  const Tensor& in;
  int op = 0;
  double p = 0;  // the norm's exponent; of variances: nonzero to divide by n instead of n - 1
  double* number = nullptr;
  int dim = 0;
  Tensor* out = nullptr;
  Tensor* indices = nullptr;  // Long, like out: where along `dim`, from 1 (extremes; may be null)
};
enum class SumOp : uint8_t { Sum, Product, Mean };
enum class ExtremeOp : uint8_t { Max, Min };  // the first of equals; NaN before everything
enum class ScanOp : uint8_t { Sum, Product };
enum class VarianceOp : uint8_t { Variance, StandardDeviation };  // floating types only

/// c = alpha a b + beta c for matrices (m x n, m x k, k x n) or, all three, batches of them. Any
/// strides; c shares no memory with a and b; with beta 0 it is not read.
struct GemmArgs {
  Tensor& c;
  const Tensor &a, &b;
  double alpha, beta;
};
/// Slices of `whole` along a dimension, chosen by positions, and `part` with one for each position.
enum class IndexMode : uint8_t {
  Select,  // part = the slices
  Copy,    // the slices = part; of one that is chosen twice the later wins
  Add,     // the slices += part
};

/// What is sought along a dimension; values.size(dim) tells how many. Descending (TopK: largest) or
/// ascending; equal elements in Torch7's order (core/cpu/quicksort.h); NaN counts as the largest.
struct Ordering {
  enum Kind : uint8_t { Sort, TopK, Median, Mode } kind;
  bool descending;
};

/// Element i (from 0) is start + i * span / count, or 10 to that power.
struct Sequence {
  double start, span, count;
  bool powers;
};

struct Kernels {
  // --- elementwise; each family is a list of functors ---
  void (*arithmetic)(int op, const PointwiseArgs&) = nullptr;  // add, mul, div, lerp, ...
  void (*clamp)(int op, const PointwiseArgs&) = nullptr;       // clamp, cmax, abs, sign, ...
  void (*power)(int op, const PointwiseArgs&) = nullptr;       // pow, cpow
  void (*modulo)(int op, const PointwiseArgs&) = nullptr;      // fmod, remainder
  void (*math)(int op, const PointwiseArgs&) = nullptr;        // exp, log, tanh, floor, ...
  void (*compare)(int op, const PointwiseArgs&) = nullptr;     // lt, eq, ...; Byte results
  void (*bitwise)(int op, const PointwiseArgs&) = nullptr;     // bitand, lshift, ...; integers
  bool (*equal)(const Tensor& a, const Tensor& b) = nullptr;   // all elements; same sizes, type
  void (*fill)(Tensor& out, double value) = nullptr;           // any strides
  void (*copy)(Tensor& out, const Tensor& in) = nullptr;       // same sizes and device; converts
  void (*gemm)(const GemmArgs&) = nullptr;                     // matrix products
  // --- reductions ---
  void (*sum)(const ReduceArgs&) = nullptr;                   // SumOp
  void (*extreme)(const ReduceArgs&) = nullptr;               // ExtremeOp
  void (*variance)(const ReduceArgs&) = nullptr;              // VarianceOp
  void (*norm)(const ReduceArgs&) = nullptr;                  // floating types only
  double (*dot)(const Tensor& a, const Tensor& b) = nullptr;  // same sizes; not empty
  // Cumulative along `dim`; same sizes. `out` is `in` or shares no memory with it.
  void (*scan)(ScanOp op, Tensor& out, const Tensor& in, int dim) = nullptr;
  // Positions along a dimension; index is Long, from 1, and checked by the kernel.
  void (*gather)(Tensor& out, const Tensor& a, int dim, const Tensor& index) = nullptr;
  // The k-th smallest along a dimension (k from 1); values and indices have size 1 there.
  void (*kthvalue)(Tensor& values, Tensor& indices, const Tensor& a, int64_t k, int dim) = nullptr;
  const LapackKernels* lapack = nullptr;            // linear systems: core/ops/lapack.h
  void (*correlate)(const Correlation&) = nullptr;  // conv2, xcorr3, ...: core/ops/correlation.h

  // --- layers: pointwise families, and the table of the others (core/nn/kernels.h) ---
  void (*activation)(int op, const PointwiseArgs&) = nullptr;
  void (*pair_loss_gradient)(int op, const PointwiseArgs&) = nullptr;
  const LayerKernels* layers = nullptr;

  // --- elements and slices by position; positions count from 1, one that is out of range is the
  // caller's error (a device with a queue may raise it later) ---
  void (*index)(IndexMode, const Tensor& whole, const Tensor& part, int dim,
                const Tensor& index) = nullptr;
  void (*scatter)(const Tensor& whole, int dim, const Tensor& index, const Tensor& part) = nullptr;
  int64_t (*count_nonzero)(const Tensor&) = nullptr;
  void (*nonzero)(Tensor& out, const Tensor& in) = nullptr;  // out: count x dims
  // Masks are Byte tensors of t's sizes; `source` and `out` are vectors, `source` contiguous.
  void (*masked_fill)(Tensor& t, const Tensor& mask, double value) = nullptr;
  void (*masked_copy)(Tensor& t, const Tensor& mask, const Tensor& source) = nullptr;
  void (*masked_select)(Tensor& out, const Tensor& in, const Tensor& mask) = nullptr;

  // --- order, shapes made of numbers ---
  void (*order)(Tensor& values, Tensor& indices, const Tensor& in, int dim,
                const Ordering&) = nullptr;
  void (*sequence)(Tensor& out, const Sequence&) = nullptr;  // out: a vector
  void (*triangle)(Tensor& out, const Tensor& in, int64_t k, bool upper) = nullptr;
  // Matrices: out (rows x bins, zero) counts the elements of each row; low == high: of `in`.
  void (*histogram)(Tensor& out, const Tensor& in, double low, double high) = nullptr;

  // --- optimizers; contiguous tensors of equal count that share no memory ---
  void (*sgd)(Tensor& x, Tensor& gradient, Tensor* velocity, const SgdStep&) = nullptr;
  void (*adam)(const AdamTensors&, const AdamStep&) = nullptr;
  void (*random)(const RandomArgs&) = nullptr;
};

class TOCHA_API Device {
 public:
  /// `type_prefix` is what the Lua type names carry: "" for torch.FloatTensor, "Cuda" for
  /// torch.CudaTensor. Devices with one prefix share their Lua types.
  Device(const char* name, const char* type_prefix, const Kernels& kernels)
      : kernels(kernels), name_(name), type_prefix_(type_prefix) {}
  Device(const Device&) = delete;
  virtual ~Device() = default;

  const char* name() const { return name_; }
  const char* type_prefix() const { return type_prefix_; }

  /// Memory for `bytes` > 0 bytes, aligned for any element; throws Environment when there is none.
  virtual void* allocate(size_t bytes) = 0;
  /// Takes back a block of that many bytes; ordered after the work queued so far.
  virtual void deallocate(void* block, size_t bytes) = 0;
  /// Copies between this device and host memory. `copy_to_host` returns when the bytes are there;
  /// `copy_from_host` when `from` may be changed again.
  virtual void copy_to_host(void* to, const void* from, size_t bytes) = 0;
  virtual void copy_from_host(void* to, const void* from, size_t bytes) = 0;
  /// Copies within this device, ordered with its other work.
  virtual void copy_within(void* to, const void* from, size_t bytes) = 0;
  /// Copies from another device without passing through the host, ordered with the work of both;
  /// false if that is not possible.
  virtual bool copy_from_peer(void*, Device&, const void*, size_t) { return false; }
  /// Waits for all queued work and throws what failed in it.
  virtual void synchronize() {}
  /// True when the host can read and write this memory directly (elements by t[i], data()).
  virtual bool host_accessible() const { return false; }

  const Kernels kernels;

 private:
  const char* name_;
  const char* type_prefix_;
};

/// The entry of a kernel table, or the error that this device lacks it.
template <class Function>
Function* need(const Device& device, Function* kernel) {
  if (!kernel) fail("not available for tensors on ", device.name());
  return kernel;
}

inline void append(std::string& to, const Device& device) { to += device.name(); }

}  // namespace tocha

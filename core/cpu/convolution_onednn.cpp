// SPDX-License-Identifier: BSD-3-Clause
// Convolution through oneDNN, in float.
//
// Its fast kernels want the channels in blocks of a vector; our tensors have plain layout. Changing
// the layout of a whole batch costs as much as convolving a thin one, and twice what it costs while
// the images are in the cache: so the batch is cut into groups of images that fit there, which the
// threads take side by side. (Measured with 64 images, one and two threads: 20 to 40 % less time.)
// A batch with too few images for that goes as a whole, with oneDNN's own threads inside.
//
// The weights' layout is changed in each call: to know that they are those of the call before, one
// would have to read them, which takes as long as half of the change (tests/bench/README.md).
#include <algorithm>
#include <vector>

#include "core/base/reorders.h"
#include "core/cpu/convolution.h"
#include "core/cpu/onednn.h"
#include "core/cpu/scratch.h"

namespace tocha::cpu {
namespace {

using dnnl::algorithm;
using onednn::Desc;
using Tag = dnnl::memory::format_tag;
using Dims = dnnl::memory::dims;

enum class Pass : int64_t { Forward, BackwardInput, BackwardWeight };

constexpr int64_t kConvolution = 1;       // our kind of cache key
constexpr int64_t kGroupBytes = 1 << 20;  // images and results of a group, in a core's cache
// Changing the layout of the weights takes as long as using them for 30 positions. Above this many
// oneDNN's kernels win that back; backward to the input sooner, since there the matrix product is
// slower and has to be folded.
constexpr int64_t kFewPositions = 64, kFewBackward = 32;
// Multiplications that are worth a thread: for groups of images, which threads take when they come,
// and inside of oneDNN, where all threads have to come.
constexpr double kThreadWork = 6e5, kInnerThreadWork = 2e6;

// Two inputs and a result in the layout that the kernel wants, and the way there from the plain
// one.
struct Operand {
  int index = 0;
  Desc wanted;
  onednn::Reorder reorder;
  size_t bytes() const { return wanted.get_size(); }
};

struct Step : onednn::Prepared {
  const char* declined = nullptr;
  std::string kernel;  // its name in oneDNN
  dnnl::primitive primitive;
  Operand a, b, result;  // b: weights forward and backward to the input, else gradOutput
  Desc bias, scratch;
  int bias_index = 0;  // 0: none
  size_t scratch_bytes = 0;

  Operand input(int index, const Desc& plain, const Desc& wanted) {
    Operand operand{index, wanted, {plain, wanted}};
    scratch_bytes = std::max(scratch_bytes, operand.reorder.scratch());
    return operand;
  }
  template <class PrimitiveDesc>
  void take(const PrimitiveDesc& made) {
    kernel = made.impl_info_str();
    // oneDNN's reference loops take seconds where our matrix product takes milliseconds.
    if (kernel.rfind("ref", 0) == 0) declined = "it has only its reference loops for these sizes";
    scratch = made.scratchpad_desc();
    scratch_bytes = std::max(scratch_bytes, scratch.get_size());
  }
};

std::unique_ptr<Step> make_step(Pass pass, const ConvolutionShape& s, int64_t group, bool bias) {
  auto step = std::make_unique<Step>();
  // Sequences go as images one row high: some of its kernels know images only.
  const auto first = size_t(kMaxSpatial - std::max(2, s.dims));
  Dims in{group, s.in_channels}, out{group, s.out_channels}, weight, stride, pad, dilation;
  weight = {s.out_channels / s.groups, s.in_channels / s.groups};
  if (s.groups > 1) weight.insert(weight.begin(), s.groups);
  for (size_t d = first; d < kMaxSpatial; ++d) {
    const Window& window = s.windows[d];
    in.push_back(s.in[d]);
    out.push_back(s.out[d]);
    weight.push_back(window.kernel);
    stride.push_back(window.stride);
    pad.push_back(window.pad);
    dilation.push_back(window.dilation - 1);
  }
  auto layout = [](const Dims& dims, Tag tag) {
    return Desc(dims, dnnl::memory::data_type::f32, tag);
  };
  // Row-major layouts of as many dimensions.
  static constexpr Tag kPlain[] = {Tag::a, Tag::ab, Tag::abc, Tag::abcd, Tag::abcde, Tag::abcdef};
  const Tag plain_image = kPlain[in.size() - 1], plain_filter = kPlain[weight.size() - 1];
  // Backward to few channels the blocked kernels compute mostly padding (measured for 1 channel:
  // three times the time of the plain one).
  const bool plain = pass == Pass::BackwardInput && s.in_channels < 4;
  const Tag image = plain ? plain_image : Tag::any, filter = plain ? plain_filter : Tag::any;
  const Desc x = layout(in, plain_image), w = layout(weight, plain_filter),
             y = layout(out, plain_image);
  const Desc any_x = layout(in, image), any_w = layout(weight, filter), any_y = layout(out, image);
  step->bias = bias ? layout({s.out_channels}, Tag::x) : Desc();
  const auto direct = algorithm::convolution_direct;

  using Forward = dnnl::convolution_forward;
  const auto training = dnnl::prop_kind::forward_training;
  const bool forward_bias = bias && pass == Pass::Forward;
  const auto forward = forward_bias
                           ? onednn::describe<Forward>(training, direct, any_x, any_w, step->bias,
                                                       any_y, stride, dilation, pad, pad)
                           : onednn::describe<Forward>(training, direct, any_x, any_w, any_y,
                                                       stride, dilation, pad, pad);
  switch (pass) {
    case Pass::Forward:
      step->take(forward);
      step->a = step->input(DNNL_ARG_SRC, x, forward.src_desc());
      step->b = step->input(DNNL_ARG_WEIGHTS, w, forward.weights_desc());
      step->result = step->input(DNNL_ARG_DST, forward.dst_desc(), y);
      step->result.wanted = forward.dst_desc();
      step->bias_index = bias ? DNNL_ARG_BIAS : 0;
      step->primitive = Forward(forward);
      break;
    case Pass::BackwardInput: {
      using Backward = dnnl::convolution_backward_data;
      const auto made = onednn::describe_backward<Backward>(forward, direct, any_x, any_w, any_y,
                                                            stride, dilation, pad, pad);
      step->take(made);
      step->a = step->input(DNNL_ARG_DIFF_DST, y, made.diff_dst_desc());
      step->b = step->input(DNNL_ARG_WEIGHTS, w, made.weights_desc());
      step->result = step->input(DNNL_ARG_DIFF_SRC, made.diff_src_desc(), x);
      step->result.wanted = made.diff_src_desc();
      step->primitive = Backward(made);
      break;
    }
    case Pass::BackwardWeight: {
      using Backward = dnnl::convolution_backward_weights;
      const auto made =
          bias ? onednn::describe_backward<Backward>(forward, direct, any_x, any_w, step->bias,
                                                     any_y, stride, dilation, pad, pad)
               : onednn::describe_backward<Backward>(forward, direct, any_x, any_w, any_y, stride,
                                                     dilation, pad, pad);
      step->take(made);
      step->a = step->input(DNNL_ARG_SRC, x, made.src_desc());
      step->b = step->input(DNNL_ARG_DIFF_DST, y, made.diff_dst_desc());
      step->result = step->input(DNNL_ARG_DIFF_WEIGHTS, made.diff_weights_desc(), w);
      step->result.wanted = made.diff_weights_desc();
      step->bias_index = bias ? DNNL_ARG_DIFF_BIAS : 0;
      step->primitive = Backward(made);
      break;
    }
  }
  return step;
}

// The step for `group` images with the threads of this scope.
std::shared_ptr<const Step> find_step(Pass pass, const ConvolutionShape& s, int64_t group,
                                      bool bias) {
  const auto& [t, h, w] = s.windows;
  const onednn::Key key(
      kConvolution, {int64_t(pass), bias,       s.dims,   group,     s.in_channels, s.out_channels,
                     s.groups,      s.in[0],    s.in[1],  s.in[2],   t.kernel,      t.stride,
                     t.pad,         t.dilation, h.kernel, h.stride,  h.pad,         h.dilation,
                     w.kernel,      w.stride,   w.pad,    w.dilation});
  return onednn::find<Step>(key, [&]() -> std::unique_ptr<onednn::Prepared> {
    try {
      return make_step(pass, s, group, bias);
    } catch (const dnnl::error&) {
      auto none = std::make_unique<Step>();
      none->declined = "it has no kernel for these sizes";
      return none;
    }
  });
}

// How the batch is cut: `groups` of `group` images (the last may be smaller), one after the other
// in each of `slots` that run side by side, by primitives for `threads` threads.
struct Cut {
  int64_t group, groups, slots;
  int threads;
};

Cut cut(Pass pass, const ConvolutionShape& s) {
  const double work = double(s.batch) * double(s.out_image()) * double(s.filter());
  auto threads = [&](double each) {
    return std::clamp<int64_t>(int64_t(work / each), 1, num_threads());
  };
  const int64_t slots = threads(kThreadWork);
  const int64_t each = (s.batch + slots - 1) / slots;  // images of a slot
  const int64_t image_bytes = int64_t(sizeof(float)) * (s.in_image() + s.out_image());
  const int64_t weight_bytes = int64_t(sizeof(float)) * s.weights();
  // Weights that do not stay in the cache themselves are to be read once.
  const int64_t fitting =
      weight_bytes > kGroupBytes ? each : std::max<int64_t>(1, kGroupBytes / image_bytes);
  const int64_t rounds = (each + fitting - 1) / fitting;
  const int64_t group = (each + rounds - 1) / rounds;
  const Cut whole{s.batch, 1, 1, int(threads(kInnerThreadWork))};
  // Images that do not share out evenly leave threads idle.
  if (slots > 1 && s.batch * 10 < each * slots * 9) return whole;
  // Each group's gradient of the weights is added up: they must be small beside the images.
  if (pass == Pass::BackwardWeight && weight_bytes * 4 > group * image_bytes) return whole;
  return {group, (s.batch + group - 1) / group, slots, 1};
}

// The steps of a cut, and the memory that one slot needs.
struct Steps {
  Cut plan;
  std::shared_ptr<const Step> main, rest;  // rest: the last, smaller group
  size_t a_bytes, b_bytes, result_bytes, scratch_bytes;

  Steps(Pass pass, const ConvolutionShape& s, bool bias) : plan(cut(pass, s)) {
    const onednn::ThreadCount count(plan.threads);
    main = find_step(pass, s, plan.group, bias);
    const int64_t last = s.batch - (plan.groups - 1) * plan.group;
    rest = last == plan.group ? main : find_step(pass, s, last, bias);
    auto need = [](const Operand& operand) {
      return operand.reorder.needed() ? round_up(operand.bytes()) : 0;
    };
    a_bytes = need(main->a);
    b_bytes = need(main->b);
    result_bytes = need(main->result);
    scratch_bytes = std::max(main->scratch_bytes, rest->scratch_bytes);
  }
  static size_t round_up(size_t bytes) { return (bytes + 63) / 64 * 64; }
  const char* declined() const { return main->declined ? main->declined : rest->declined; }
  const Step& step(int64_t group) const { return group + 1 == plan.groups ? *rest : *main; }
  void describe(std::string* note) const {
    if (!note || declined()) return;
    *note = concat(main->kernel, ", ", plan.groups, " groups of ", plan.group, " on ",
                   plan.groups == 1 ? int64_t(plan.threads) : plan.slots, " threads");
  }

  void count(Reordered what, const Operand& operand, int64_t number, int64_t floats) const {
    if (operand.reorder.needed()) count_reorders(what, number, floats * int64_t(sizeof(float)));
  }

  // Calls body(first group, end, slot) on each slot's thread.
  template <class Body>
  void run(Body&& body) const {
    // One slot or one group: a primitive for `threads` threads is to find just these.
    if (plan.slots == 1 || plan.groups == 1) {
      const onednn::ThreadCount count(plan.threads);
      return body(int64_t(0), plan.groups, int64_t(0));
    }
    parallel_for(plan.slots, 1, [&](int64_t first, int64_t last) {
      const onednn::ThreadCount count(plan.threads);
      for (int64_t slot = first; slot < last; ++slot) {
        body(plan.groups * slot / plan.slots, plan.groups * (slot + 1) / plan.slots, slot);
      }
    });
  }
};

// The data in the layout that the step wants.
const float* arranged(const Operand& operand, const float* data, void* place, void* scratch) {
  if (!operand.reorder.needed()) return data;
  operand.reorder.run(data, place, scratch);
  return static_cast<const float*>(place);
}

// Adds its bias to each channel of `images` images.
void add_bias(float* to, int64_t images, int64_t channels, int64_t positions, const float* bias) {
  for (int64_t i = 0; i < images * channels; ++i, to += positions) {
    const float b = bias[i % channels];
    for (int64_t p = 0; p < positions; ++p) to[p] += b;
  }
}

// Forward, and backward to the input: images through the same weights. oneDNN adds the bias itself
// forward only; to the other direction it is added while the group is in the cache.
const char* map_images(Pass pass, const ConvolutionShape& s, const float* from, int64_t from_image,
                       float* to, int64_t to_image, const float* weight, const float* bias,
                       std::string* note) {
  const bool bias_inside = bias && pass == Pass::Forward;
  const Steps steps(pass, s, bias_inside);
  steps.describe(note);
  if (steps.declined()) return steps.declined();
  // The steps for other group sizes want the weights in the same layout, or so oneDNN does; a
  // difference is noticed here.
  const bool same = steps.main == steps.rest || steps.main->b.wanted == steps.rest->b.wanted;
  const size_t rest_weights = same ? 0 : Steps::round_up(steps.rest->b.bytes());
  const int64_t weight_layouts = same ? 1 : 2;
  steps.count(pass == Pass::Forward ? Reordered::Input : Reordered::Gradient, steps.main->a,
              steps.plan.groups, s.batch * from_image);
  steps.count(Reordered::Weight, steps.main->b, weight_layouts, weight_layouts * s.weights());
  steps.count(Reordered::Result, steps.main->result, steps.plan.groups, s.batch * to_image);
  const Scratch filters(steps.b_bytes + rest_weights + steps.scratch_bytes);
  char* const scratch_end = filters.as<char>() + steps.b_bytes + rest_weights;
  const float *main_weight, *rest_weight;
  {
    const onednn::ThreadCount count(steps.plan.threads);
    main_weight = arranged(steps.main->b, weight, filters.data(), scratch_end);
    rest_weight =
        same ? main_weight
             : arranged(steps.rest->b, weight, filters.as<char>() + steps.b_bytes, scratch_end);
  }
  steps.run([&](int64_t first, int64_t end, int64_t) {
    const Scratch memory(steps.a_bytes + steps.result_bytes + steps.scratch_bytes);
    char* const result_place = memory.as<char>() + steps.a_bytes;
    char* const scratch = result_place + steps.result_bytes;
    for (int64_t g = first; g < end; ++g) {
      const Step& step = steps.step(g);
      const int64_t image = g * steps.plan.group;
      float* out = to + image * to_image;
      const float* in = arranged(step.a, from + image * from_image, memory.data(), scratch);
      const bool staged = step.result.reorder.needed();
      void* result = staged ? static_cast<void*>(result_place) : out;
      const onednn::Argument a{step.a.index, step.a.wanted, in},
          b{step.b.index, step.b.wanted, &step == steps.main.get() ? main_weight : rest_weight},
          c{step.result.index, step.result.wanted, result},
          d{DNNL_ARG_SCRATCHPAD, step.scratch, scratch};
      if (bias_inside)
        onednn::execute(step.primitive, {a, b, c, d, {step.bias_index, step.bias, bias}});
      else
        onednn::execute(step.primitive, {a, b, c, d});
      if (staged) step.result.reorder.run(result, out, scratch);
      if (bias && !bias_inside) {
        const int64_t images = std::min(steps.plan.group, s.batch - image);
        add_bias(out, images, s.in_channels, s.in_positions(), bias);
      }
    }
  });
  return nullptr;
}

// to += scale * from, in a loop that the compiler vectorises.
void add_scaled(float* to, const float* from, float scale, int64_t n) {
#pragma GCC ivdep
  for (int64_t i = 0; i < n; ++i) to[i] += scale * from[i];
}

constexpr const char* kReordersTooLong =
    "for so few positions the weights would be reordered for longer than used";

bool few_positions(const ConvolutionShape& s, int64_t limit) {
  return s.batch == 1 && s.groups == 1 && s.out_positions() <= limit;
}

}  // namespace

const char* convolution_onednn(const ConvolutionForward& a, std::string* note) {
  if (a.in.dtype() != DType::Float) return "elements are not Float";
  const ConvolutionShape& s = a.shape;
  if (few_positions(s, kFewPositions)) return kReordersTooLong;
  return map_images(Pass::Forward, s, a.in.data<float>(), s.in_image(), a.out.data<float>(),
                    s.out_image(), a.weight.data<float>(), a.bias ? a.bias->data<float>() : nullptr,
                    note);
}

const char* convolution_onednn(const ConvolutionBackwardInput& a, std::string* note) {
  if (a.grad_out.dtype() != DType::Float) return "elements are not Float";
  const ConvolutionShape& s = a.shape;
  if (few_positions(s, kFewBackward)) return kReordersTooLong;
  return map_images(Pass::BackwardInput, s, a.grad_out.data<float>(), s.out_image(),
                    a.grad_in.data<float>(), s.in_image(), a.weight.data<float>(),
                    a.bias ? a.bias->data<float>() : nullptr, note);
}

const char* convolution_onednn(const ConvolutionBackwardWeight& a, std::string* note) {
  if (a.in.dtype() != DType::Float) return "elements are not Float";
  const ConvolutionShape& s = a.shape;
  const Steps steps(Pass::BackwardWeight, s, a.grad_bias != nullptr);
  steps.describe(note);
  if (steps.declined()) return steps.declined();
  if (steps.main->result.wanted != steps.rest->result.wanted) return "it wants two weight layouts";

  steps.count(Reordered::Input, steps.main->a, steps.plan.groups, s.batch * s.in_image());
  steps.count(Reordered::Gradient, steps.main->b, steps.plan.groups, s.batch * s.out_image());
  steps.count(Reordered::Result, steps.main->result, 1, s.weights());

  // Each slot adds up its groups' gradients, in the kernel's layout; then the slots are added, in
  // their order, so that a thread count gives the same numbers every time.
  const Step& main = *steps.main;
  const size_t weight_bytes = Steps::round_up(main.result.bytes());
  const size_t bias_bytes = Steps::round_up(size_t(s.out_channels) * sizeof(float));
  const size_t sum_bytes = weight_bytes + bias_bytes;
  const int64_t sum_floats = int64_t(main.result.bytes() / sizeof(float));
  auto bias_of = [&](char* sum) { return reinterpret_cast<float*>(sum + weight_bytes); };
  auto add_sums = [&](char* to, char* from) {
    add_scaled(reinterpret_cast<float*>(to), reinterpret_cast<float*>(from), 1, sum_floats);
    if (a.grad_bias) add_scaled(bias_of(to), bias_of(from), 1, s.out_channels);
  };
  const Scratch sums(sum_bytes * size_t(steps.plan.slots));
  steps.run([&](int64_t first, int64_t end, int64_t slot) {
    const Scratch memory(steps.a_bytes + steps.b_bytes + sum_bytes + steps.scratch_bytes);
    char* const b_place = memory.as<char>() + steps.a_bytes;
    char* const piece = b_place + steps.b_bytes;
    char* const scratch = piece + sum_bytes;
    char* const sum = sums.as<char>() + size_t(slot) * sum_bytes;
    if (first == end) std::fill_n(sum, sum_bytes, 0);
    for (int64_t g = first; g < end; ++g) {
      const Step& step = steps.step(g);
      const int64_t image = g * steps.plan.group;
      const float* in =
          arranged(step.a, a.in.data<float>() + image * s.in_image(), memory.data(), scratch);
      const float* dy =
          arranged(step.b, a.grad_out.data<float>() + image * s.out_image(), b_place, scratch);
      char* const to = g == first ? sum : piece;
      const onednn::Argument x{step.a.index, step.a.wanted, in}, y{step.b.index, step.b.wanted, dy},
          weight{step.result.index, step.result.wanted, to},
          work{DNNL_ARG_SCRATCHPAD, step.scratch, scratch};
      if (a.grad_bias) {
        onednn::execute(step.primitive,
                        {x, y, weight, work, {step.bias_index, step.bias, to + weight_bytes}});
      } else {
        onednn::execute(step.primitive, {x, y, weight, work});
      }
      if (g > first) add_sums(sum, piece);
    }
  });
  for (int64_t slot = 1; slot < steps.plan.slots; ++slot) {
    add_sums(sums.as<char>(), sums.as<char>() + size_t(slot) * sum_bytes);
  }

  const int64_t weights = s.weights();
  const float scale = float(a.scale);
  {
    const Scratch place(size_t(weights) * sizeof(float) + steps.scratch_bytes + 64);
    const onednn::ThreadCount count(steps.plan.threads);
    const float* plain = sums.as<float>();
    if (main.result.reorder.needed()) {
      const size_t plain_bytes = Steps::round_up(size_t(weights) * sizeof(float));
      main.result.reorder.run(plain, place.data(), place.as<char>() + plain_bytes);
      plain = place.as<float>();
    }
    add_scaled(a.grad_weight.data<float>(), plain, scale, weights);
  }
  if (a.grad_bias) {
    add_scaled(a.grad_bias->data<float>(), bias_of(sums.as<char>()), scale, s.out_channels);
  }
  return nullptr;
}

}  // namespace tocha::cpu

// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/layers.h"

#include <unordered_map>

namespace tocha::nn {
namespace {

// One a line, since the lists grow from several hands.
// clang-format off
constexpr Layers (*kLayers[])() = {
    activation_layers,
    adaptive_pooling_layers,
    bilinear_layers,
    container_layers,
    convert_layers,
    convolution_layers,
    convolution_map_layers,
    copies_layers,
    cosine_layers,
    criterion_container_layers,
    cross_map_lrn_layers,
    depthwise_convolution_layers,
    dims_layers,
    distance_layers,
    dropout_layers,
    edge_padding_layers,
    elementwise_layers,
    euclidean_layers,
    feature_pooling_layers,
    fractional_pooling_layers,
    full_convolution_layers,
    gradient_layers,
    graph_module_layers,
    index_linear_layers,
    k_max_pooling_layers,
    kmeans_layers,
    linear_layers,
    linear_weight_norm_layers,
    local_convolution_layers,
    local_normalization_layers,
    lookup_layers,
    map_table_layers,
    matrix_product_layers,
    max_unpooling_layers,
    mixture_layers,
    noise_layers,
    normalization_layers,
    normalize_layers,
    partial_linear_layers,
    pooling_layers,
    prelu_layers,
    reduce_layers,
    scale_layers,
    selection_layers,
    softmax_layers,
    sparse_linear_layers,
    subsampling_layers,
    table_arithmetic_layers,
    table_layout_layers,
    temporal_convolution_layers,
    upsampling_layers,
    view_layers,
    volumetric_pooling_layers,
    weight_norm_layers,
    zero_padding_layers,
};

constexpr Criterions (*kCriterions[])() = {
    basic_criterions,
    class_margin_criterions,
    cosine_embedding_criterions,
    criterion_container_criterions,
    cross_entropy_criterions,
    pair_loss_criterions,
    ranking_criterions,
};
// clang-format on

// The classes of all families by name, gathered when the first is asked for.
template <class Class, class Families>
const Class* find(const Families& families, std::string_view name) {
  static const auto* all = [&] {
    auto* map = new std::unordered_map<std::string_view, const Class*>;
    for (const auto family : families) {
      for (const Class& one : family()) map->emplace(one.name, &one);
    }
    return map;
  }();
  const auto found = all->find(name);
  return found == all->end() ? nullptr : found->second;
}

}  // namespace

const Layer* find_layer(std::string_view name) { return find<Layer>(kLayers, name); }
const Criterion* find_criterion(std::string_view name) {
  return find<Criterion>(kCriterions, name);
}

}  // namespace tocha::nn

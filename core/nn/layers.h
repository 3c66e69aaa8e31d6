// SPDX-License-Identifier: BSD-3-Clause
// The families of layers, one line each: the tables at the ends of core/nn/<family>.cpp.
#pragma once

#include "core/nn/layer.h"

namespace tocha::nn {

using Layers = std::span<const Layer>;
using Criterions = std::span<const Criterion>;

Layers activation_layers();
Layers adaptive_pooling_layers();
Layers bilinear_layers();
Layers container_layers();
Layers convert_layers();
Layers convolution_layers();
Layers convolution_map_layers();
Layers copies_layers();
Layers cosine_layers();
Layers criterion_container_layers();
Layers cross_map_lrn_layers();
Layers depthwise_convolution_layers();
Layers dims_layers();
Layers distance_layers();
Layers dropout_layers();
Layers edge_padding_layers();
Layers elementwise_layers();
Layers euclidean_layers();
Layers feature_pooling_layers();
Layers fractional_pooling_layers();
Layers full_convolution_layers();
Layers gradient_layers();
Layers graph_module_layers();
Layers index_linear_layers();
Layers k_max_pooling_layers();
Layers kmeans_layers();
Layers linear_layers();
Layers linear_weight_norm_layers();
Layers local_convolution_layers();
Layers local_normalization_layers();
Layers lookup_layers();
Layers map_table_layers();
Layers matrix_product_layers();
Layers max_unpooling_layers();
Layers mixture_layers();
Layers noise_layers();
Layers normalization_layers();
Layers normalize_layers();
Layers partial_linear_layers();
Layers pooling_layers();
Layers prelu_layers();
Layers reduce_layers();
Layers scale_layers();
Layers selection_layers();
Layers softmax_layers();
Layers sparse_linear_layers();
Layers subsampling_layers();
Layers table_arithmetic_layers();
Layers table_layout_layers();
Layers temporal_convolution_layers();
Layers upsampling_layers();
Layers view_layers();
Layers volumetric_pooling_layers();
Layers weight_norm_layers();
Layers zero_padding_layers();

Criterions basic_criterions();
Criterions class_margin_criterions();
Criterions cosine_embedding_criterions();
Criterions criterion_container_criterions();
Criterions cross_entropy_criterions();
Criterions pair_loss_criterions();
Criterions ranking_criterions();

}  // namespace tocha::nn

#pragma once
// The arrays of an HDF5 file in memory: the part of the format that h5py writes for Keras. Source: HDF5 File Format
// Specification, version 3.0.
#include <map>
#include <string>
#include <string_view>

#include "vernier/tensor/shape.hpp"

namespace vernier::keras {

/// A dataset; `bytes` looks into the file.
struct Hdf5Array {
  Shape shape;
  bool float32 = false;  ///< little-endian; any other type is only passed over
  std::string_view bytes;
};

/// Every dataset by its path, "layers/dense/vars/0". Reads superblocks 0 and 1, groups of symbol tables, contiguous and
/// compact datasets. Throws BadData that begins with `where` for anything that lies outside the file, overlaps, is
/// reached twice or does not fit; Unsupported for links to other files, filters, chunks and newer kinds of groups.
[[nodiscard]] std::map<std::string, Hdf5Array> read_hdf5(std::string_view bytes, std::string_view where);

}  // namespace vernier::keras

// What is needed of the tensor engine: a part of the C interface that libtorch has had since 2.7 and promises to keep, declared here, so
// that no headers of one of its releases are needed and one build of the library fits them all.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

extern "C" {
struct AtenTensorOpaque;
struct TorchLibraryOpaque;
int32_t aoti_torch_device_type_cpu();
int32_t aoti_torch_device_type_cuda();
int32_t aoti_torch_dtype_float32();
int32_t aoti_torch_dtype_bfloat16();
int32_t aoti_torch_get_data_ptr(AtenTensorOpaque*, void**);
int32_t aoti_torch_get_dim(AtenTensorOpaque*, int64_t*);
int32_t aoti_torch_get_sizes(AtenTensorOpaque*, int64_t**);
int32_t aoti_torch_get_strides(AtenTensorOpaque*, int64_t**);
int32_t aoti_torch_get_dtype(AtenTensorOpaque*, int32_t*);
int32_t aoti_torch_get_device_type(AtenTensorOpaque*, int32_t*);
int32_t aoti_torch_get_device_index(AtenTensorOpaque*, int32_t*);
int32_t aoti_torch_empty_strided(int64_t, const int64_t*, const int64_t*, int32_t, int32_t, int32_t, AtenTensorOpaque**);
int32_t aoti_torch_delete_tensor_object(AtenTensorOpaque*);
int32_t aoti_torch_library_init_def(const char*, const char*, uint32_t, TorchLibraryOpaque**);
int32_t aoti_torch_library_init_impl(const char*, const char*, const char*, uint32_t, TorchLibraryOpaque**);
int32_t aoti_torch_library_def(TorchLibraryOpaque*, const char*);
int32_t aoti_torch_library_impl(TorchLibraryOpaque*, const char*, void (*)(uint64_t*, uint64_t, uint64_t));
}

namespace timeviper {

inline void expect(int32_t error) {
  if (error != 0) throw std::runtime_error("the tensor engine refused an operator's call");
}

inline void require(bool holds, const std::string& otherwise) {
  if (!holds) throw std::runtime_error("timeviper operators: " + otherwise);
}

// Owner of a handle.
class Tensor {
 public:
  explicit Tensor(uint64_t value) : handle_(reinterpret_cast<AtenTensorOpaque*>(value)) {
    int64_t* sizes = nullptr;
    int64_t* strides = nullptr;
    expect(aoti_torch_get_dim(handle_, &dimensions_));
    expect(aoti_torch_get_sizes(handle_, &sizes));
    expect(aoti_torch_get_strides(handle_, &strides));
    sizes_ = sizes, strides_ = strides;
  }
  Tensor(Tensor&& other) noexcept
      : handle_(std::exchange(other.handle_, nullptr)), dimensions_(other.dimensions_), sizes_(other.sizes_), strides_(other.strides_) {}
  Tensor(const Tensor&) = delete;
  Tensor& operator=(const Tensor&) = delete;
  ~Tensor() {
    if (handle_ != nullptr) aoti_torch_delete_tensor_object(handle_);
  }

  int64_t dimensions() const {
    return dimensions_;
  }
  int64_t size(int64_t dimension) const {
    return sizes_[dimension];
  }
  int64_t stride(int64_t dimension) const {
    return strides_[dimension];
  }
  bool is_float32() const {
    return type() == aoti_torch_dtype_float32();
  }
  bool is_bfloat16() const {
    return type() == aoti_torch_dtype_bfloat16();
  }
  bool on_card() const {
    return device_type() == aoti_torch_device_type_cuda();
  }
  int32_t device_index() const {
    int32_t index = 0;
    expect(aoti_torch_get_device_index(handle_, &index));
    return index;
  }
  template <class T>
  T* data() const {
    void* start = nullptr;
    expect(aoti_torch_get_data_ptr(handle_, &start));
    return static_cast<T*>(start);
  }

  // Float32 (sequences, tokens, channels) in the same place, whose numbers are still to be written.
  Tensor empty(int64_t sequences, int64_t tokens, int64_t channels) const {
    const int64_t sizes[] = {sequences, tokens, channels};
    const int64_t strides[] = {tokens * channels, channels, 1};
    AtenTensorOpaque* made = nullptr;
    expect(aoti_torch_empty_strided(3, sizes, strides, aoti_torch_dtype_float32(), device_type(), device_index(), &made));
    return Tensor(reinterpret_cast<uint64_t>(made));
  }

  // Hands the handle to the engine.
  uint64_t release() {
    return reinterpret_cast<uint64_t>(std::exchange(handle_, nullptr));
  }

 private:
  int32_t type() const {
    int32_t type = 0;
    expect(aoti_torch_get_dtype(handle_, &type));
    return type;
  }
  int32_t device_type() const {
    int32_t type = 0;
    expect(aoti_torch_get_device_type(handle_, &type));
    return type;
  }

  AtenTensorOpaque* handle_;
  int64_t dimensions_ = 0;
  const int64_t* sizes_ = nullptr;
  const int64_t* strides_ = nullptr;
};

}  // namespace timeviper

# Builds what a rock needs of the engine, in build/ where that is there, else in build-rock/:
#   cmake -DPACKAGE=tocha|cutorch -P rocks/build.cmake
include(${CMAKE_CURRENT_LIST_DIR}/folder.cmake)

set(target tocha-lua)
if(PACKAGE STREQUAL "cutorch")
  set(target tocha-cuda)
  find_program(NVCC NAMES $ENV{CUDACXX} nvcc)
  if(NOT NVCC)
    message(FATAL_ERROR "The rock cutorch is compiled with NVIDIA's nvcc (CUDA 12 or newer), which is not in "
                        "PATH. All other rocks work without it.")
  endif()
endif()
if(NOT BUILD STREQUAL "${top}/build")
  execute_process(COMMAND ${CMAKE_COMMAND} -G Ninja -S ${top} -B ${BUILD} -DTOCHA_TESTS=OFF
                  COMMAND_ERROR_IS_FATAL ANY)
endif()
execute_process(COMMAND ${CMAKE_COMMAND} --build ${BUILD} --target ${target} COMMAND_ERROR_IS_FATAL ANY)

# BOOTSTRAP: sources that are not written yet are left out.
macro(tocsin_bootstrap_sources list)
  foreach(source IN LISTS ${list})
    if(NOT EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
      list(REMOVE_ITEM ${list} "${source}")
    endif()
  endforeach()
endmacro()

# BOOTSTRAP: targets that are not written yet are left out.
macro(tocsin_bootstrap_links list)
  foreach(link IN LISTS ${list})
    if(link MATCHES "^tocsin::" AND NOT TARGET ${link})
      list(REMOVE_ITEM ${list} "${link}")
    endif()
  endforeach()
endmacro()

# tocsin_room(NAME SOURCES … LINKS … [PRIVATE_LINKS …]): one static library a room, with the alias tocsin::NAME. Public headers
# stand in include/tocsin/NAME, everything in src is private to the room.
function(tocsin_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  tocsin_bootstrap_sources(ROOM_SOURCES)
  tocsin_bootstrap_links(ROOM_LINKS)
  tocsin_bootstrap_links(ROOM_PRIVATE_LINKS)
  if(ROOM_SOURCES)
    add_library(tocsin_${name} STATIC ${ROOM_SOURCES})
    target_include_directories(tocsin_${name} PUBLIC include PRIVATE src)
    target_link_libraries(tocsin_${name} PUBLIC tocsin_options ${ROOM_LINKS} PRIVATE tocsin_warnings ${ROOM_PRIVATE_LINKS})
  else()
    add_library(tocsin_${name} INTERFACE)
    target_include_directories(tocsin_${name} INTERFACE include)
    target_link_libraries(tocsin_${name} INTERFACE tocsin_options ${ROOM_LINKS})
  endif()
  add_library(tocsin::${name} ALIAS tocsin_${name})
endfunction()

# tocsin_program(NAME SOURCES … LINKS …): a program in build/<preset>/bin.
function(tocsin_program name)
  cmake_parse_arguments(PROGRAM "" "" "SOURCES;LINKS" ${ARGN})
  tocsin_bootstrap_links(PROGRAM_LINKS)
  add_executable(${name} ${PROGRAM_SOURCES})
  target_link_libraries(${name} PRIVATE tocsin_options tocsin_warnings ${PROGRAM_LINKS})
endfunction()

# tocsin_unit_test(NAME SOURCES … LINKS …): one GoogleTest program a room, its tests found one by one.
function(tocsin_unit_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;LINKS" ${ARGN})
  tocsin_bootstrap_links(TEST_LINKS)
  tocsin_bootstrap_sources(TEST_SOURCES)
  if(NOT TEST_SOURCES)
    return()
  endif()
  add_executable(${name}_test ${TEST_SOURCES})
  target_link_libraries(${name}_test PRIVATE tocsin_options tocsin_warnings ${TEST_LINKS} GTest::gtest GTest::gmock GTest::gtest_main)
  gtest_discover_tests(${name}_test PROPERTIES LABELS unit TIMEOUT 120 DISCOVERY_TIMEOUT 60)
endfunction()

# Bootstrapping only: skips a folder whose CMakeLists.txt has not been written yet.
macro(room_if_present folder)
  if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt")
    add_subdirectory(${folder})
  endif()
endmacro()

# tocsin_room(NAME SOURCES … LINKS … [PRIVATE_LINKS …]): one static library a room, with the alias tocsin::NAME. Public headers
# stand in include/tocsin/NAME, everything in src is private to the room.
function(tocsin_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  if(ROOM_SOURCES)
    add_library(tocsin_${name} STATIC ${ROOM_SOURCES})
    target_include_directories(tocsin_${name} PUBLIC include PRIVATE src)
    target_link_libraries(tocsin_${name} PUBLIC tocsin_options ${ROOM_LINKS} PRIVATE tocsin_strict ${ROOM_PRIVATE_LINKS})
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
  add_executable(${name} ${PROGRAM_SOURCES})
  target_link_libraries(${name} PRIVATE tocsin_options tocsin_strict ${PROGRAM_LINKS})
endfunction()

# tocsin_unit_test(NAME SOURCES … LINKS … [WHOLE]): one GoogleTest program a room, its tests found one by one. WHOLE runs the program as
# one test, where its tests share something that is costly to make.
function(tocsin_unit_test name)
  cmake_parse_arguments(TEST "WHOLE" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name}_test ${TEST_SOURCES})
  target_include_directories(${name}_test PRIVATE "${PROJECT_SOURCE_DIR}/tests")
  target_link_libraries(${name}_test PRIVATE tocsin_options tocsin_strict ${TEST_LINKS} GTest::gtest GTest::gmock GTest::gtest_main)
  # Sanitizers make programs many times slower.
  set(timeout 120)
  if(TOCSIN_SANITIZE)
    set(timeout 480)
  endif()
  if(TEST_WHOLE)
    add_test(NAME ${name}_test COMMAND ${name}_test)
    set_tests_properties(${name}_test PROPERTIES LABELS unit TIMEOUT 1200)
  else()
    gtest_discover_tests(${name}_test PROPERTIES LABELS unit TIMEOUT ${timeout} DISCOVERY_TIMEOUT 60)
  endif()
endfunction()

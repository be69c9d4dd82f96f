package dev.imagemanager.infra.container;

import dev.imagemanager.reference.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Makes executables of Linux that exit with the code 0 and do nothing else, without a compiler: an ELF header, one program
 * header and a few instructions that call {@code exit} (elf(5), syscall(2)).
 */
final class ExitProgram {

    private static final int PAGE = 0x1000;
    private static final long ADDRESS = 0x400000;
    private static final short EXECUTABLE = 2;
    private static final int LOADED = 1;
    private static final int READ_AND_EXECUTE = 5;

    /**
     * @param number {@code e_machine}
     * @param flags {@code e_flags}
     * @param code in hexadecimal digits
     */
    private record Machine(int number, boolean is64Bit, ByteOrder order, int flags, String code) {}

    private static final Map<String, Machine> MACHINES = Map.of(
            // xor edi,edi; mov eax,60; syscall
            "amd64", new Machine(62, true, ByteOrder.LITTLE_ENDIAN, 0, "31ffb83c0000000f05"),
            // xor ebx,ebx; mov eax,1; int 0x80
            "386", new Machine(3, false, ByteOrder.LITTLE_ENDIAN, 0, "31dbb801000000cd80"),
            // mov x0,#0; mov x8,#93; svc #0
            "arm64", new Machine(183, true, ByteOrder.LITTLE_ENDIAN, 0, "000080d2a80b80d2010000d4"),
            // mov r0,#0; mov r7,#1; svc #0; flags: EABI version 5
            "arm", new Machine(40, false, ByteOrder.LITTLE_ENDIAN, 0x05000000, "0000a0e30170a0e3000000ef"),
            // li a0,0; li a7,93; ecall
            "riscv64", new Machine(243, true, ByteOrder.LITTLE_ENDIAN, 0, "130500009308d00573000000"),
            // li r3,0; li r0,1; sc; flags: ABI version 2
            "ppc64le", new Machine(21, true, ByteOrder.LITTLE_ENDIAN, 2, "000060380100003802000044"),
            // lghi r2,0; svc 1
            "s390x", new Machine(22, true, ByteOrder.BIG_ENDIAN, 0, "a72900000a01"));

    private ExitProgram() {}

    /** Returns the content of the executable; empty for platforms that have none. */
    static Optional<byte[]> of(Platform platform) {
        return platform.os().equals("linux")
                ? Optional.ofNullable(MACHINES.get(platform.architecture())).map(ExitProgram::file)
                : Optional.empty();
    }

    private static byte[] file(Machine machine) {
        byte[] code = HexFormat.of().parseHex(machine.code());
        int headerSize = machine.is64Bit() ? 64 : 52;
        int programHeaderSize = machine.is64Bit() ? 56 : 32;
        int size = headerSize + programHeaderSize + code.length;
        ByteBuffer file = ByteBuffer.allocate(size).order(machine.order());
        file.put(new byte[] {0x7f, 'E', 'L', 'F'});
        file.put((byte) (machine.is64Bit() ? 2 : 1));
        file.put((byte) (machine.order() == ByteOrder.LITTLE_ENDIAN ? 1 : 2));
        file.put((byte) 1).put(new byte[9]);
        file.putShort(EXECUTABLE).putShort((short) machine.number()).putInt(1);
        word(file, machine, ADDRESS + headerSize + programHeaderSize);
        word(file, machine, headerSize);
        word(file, machine, 0);
        file.putInt(machine.flags()).putShort((short) headerSize);
        file.putShort((short) programHeaderSize).putShort((short) 1);
        file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        file.putInt(LOADED);
        if (machine.is64Bit()) {
            file.putInt(READ_AND_EXECUTE);
        }
        word(file, machine, 0);
        word(file, machine, ADDRESS);
        word(file, machine, ADDRESS);
        word(file, machine, size);
        word(file, machine, size);
        if (!machine.is64Bit()) {
            file.putInt(READ_AND_EXECUTE);
        }
        word(file, machine, PAGE);
        return file.put(code).array();
    }

    private static void word(ByteBuffer file, Machine machine, long value) {
        if (machine.is64Bit()) {
            file.putLong(value);
        } else {
            file.putInt((int) value);
        }
    }
}

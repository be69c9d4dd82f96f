package dev.imagemanager.dockerfile;

import java.util.List;

/** Knows the {@code ONBUILD} instructions of images, which belong to the Dockerfiles that use the images. */
public interface ImageTriggers {

    /** For images without triggers. */
    ImageTriggers NONE = use -> List.of();

    /** Returns the triggers of an image in their order. */
    List<Instruction.OnBuild> of(ImageUse use);
}

namespace Orcastra.Docker.Wire.Lists;

/// <summary>What is known of one chunk of an answer, and how far the list had been read with it.</summary>
/// <param name="Hash">Hash of the chunk's bytes. With 128 bits two different chunks do not meet by chance.</param>
/// <param name="Items">Items that end in this chunk or before.</param>
/// <param name="ReadTo">Where the last of them ends, counted from the answer's first byte; 0 if there is none.</param>
internal readonly record struct AnswerMark(UInt128 Hash, int Items, long ReadTo);

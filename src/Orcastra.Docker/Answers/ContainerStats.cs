namespace Orcastra.Docker;

/// <summary>What a container uses.</summary>
/// <param name="At">When it was read.</param>
/// <param name="MemoryUsed">Bytes without the page cache that can be dropped, as <c>docker stats</c> counts.</param>
/// <param name="MemoryLimit">Bytes it may use.</param>
/// <param name="CpuNanoseconds">Processor time it has used since it started.</param>
public sealed record ContainerStats(DateTimeOffset At, long MemoryUsed, long MemoryLimit, long CpuNanoseconds);

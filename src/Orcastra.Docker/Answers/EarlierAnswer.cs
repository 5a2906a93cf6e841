using System.Collections.Immutable;
using Orcastra.Docker.Wire.Lists;

namespace Orcastra.Docker;

/// <summary>
/// What an engine answered last when it was asked for a list. It answers in a stable order, so the next answer need be read
/// only from where its bytes differ; one that does not differ at all is the same list object again. For one caller at a time.
/// </summary>
/// <typeparam name="T">What is listed.</typeparam>
public sealed class EarlierAnswer<T>
{
    /// <summary>What was listed.</summary>
    internal ImmutableArray<T> Items { get; private set; } = [];

    /// <summary>A mark for each chunk of its bytes; none if there was no answer yet.</summary>
    internal ImmutableArray<AnswerMark> Marks { get; private set; } = [];

    /// <summary>Remembers a whole answer instead. One that broke off is never remembered.</summary>
    internal void Replace(ImmutableArray<T> items, ImmutableArray<AnswerMark> marks) => (Items, Marks) = (items, marks);
}

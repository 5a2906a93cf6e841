namespace Orcastra.Core.Planning;

/// <summary>One change of a raw service spec. Fields that no edit names are written back as they were read.</summary>
public abstract record SpecEdit
{
    private SpecEdit()
    {
    }

    /// <summary>Calls the one function that fits this edit.</summary>
    public T Match<T>(
        Func<AddConstraint, T> add, Func<RemoveConstraints, T> remove, Func<SetServiceLabel, T> label, Func<RemoveServiceLabel, T> unlabel, Func<Force, T> force) => this switch
        {
            AddConstraint edit => add(edit),
            RemoveConstraints edit => remove(edit),
            SetServiceLabel edit => label(edit),
            RemoveServiceLabel edit => unlabel(edit),
            Force edit => force(edit),
            _ => throw new InvalidOperationException($"no such edit: {GetType().Name}"),
        };

    /// <summary>Adds a placement constraint where it is not there yet.</summary>
    /// <param name="Text">The constraint.</param>
    public sealed record AddConstraint(string Text) : SpecEdit;

    /// <summary>Removes the placement constraints whose text starts so, in whatever case: Swarm tells none apart.</summary>
    /// <param name="Prefix">Start of the constraint's text.</param>
    public sealed record RemoveConstraints(string Prefix) : SpecEdit;

    /// <summary>Sets a service label.</summary>
    /// <param name="Key">The label.</param>
    /// <param name="Value">Its value.</param>
    public sealed record SetServiceLabel(string Key, string Value) : SpecEdit;

    /// <summary>Removes a service label.</summary>
    /// <param name="Key">The label.</param>
    public sealed record RemoveServiceLabel(string Key) : SpecEdit;

    /// <summary>Sets <c>TaskTemplate.ForceUpdate</c>, which makes the updater replace every task.</summary>
    /// <param name="Counter">The new value.</param>
    public sealed record Force(ulong Counter) : SpecEdit;
}

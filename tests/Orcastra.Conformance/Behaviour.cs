using System.Reflection;

namespace Orcastra.Conformance;

/// <summary>What a behaviour disturbs, and so what may go on beside it.</summary>
public enum Reach
{
    /// <summary>Its own services, labels and configs.</summary>
    Services,

    /// <summary>A whole worker, which it has for itself.</summary>
    Worker,

    /// <summary>Everything: nothing goes on beside it.</summary>
    Swarm,
}

/// <summary>Marks a method as a behaviour.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BehaviourAttribute(Reach reach = Reach.Services) : Attribute
{
    public Reach Reach => reach;

    /// <summary>True if it takes more than a minute: those begin first.</summary>
    public bool IsLong { get; init; }
}

/// <summary>A fact about Swarm that can be shown, named by the sentence that states it.</summary>
/// <param name="Theme">What it is about.</param>
/// <param name="Name">The sentence, with underscores.</param>
/// <param name="Reach">What it disturbs.</param>
/// <param name="IsLong">True if it takes more than a minute.</param>
/// <param name="ShowAsync">Shows it, or says by <see cref="Different"/> what is seen instead.</param>
public sealed record Behaviour(string Theme, string Name, Reach Reach, bool IsLong, Func<Stage, Task> ShowAsync)
{
    /// <summary>All behaviours, by theme.</summary>
    public static IReadOnlyList<Behaviour> All { get; } =
    [
        .. from type in typeof(Behaviour).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
           let mark = method.GetCustomAttribute<BehaviourAttribute>()
           where mark is not null
           orderby type.Name, method.Name
           select new Behaviour(type.Name, method.Name, mark.Reach, mark.IsLong, method.CreateDelegate<Func<Stage, Task>>()),
    ];

    /// <summary>The sentence.</summary>
    public string Sentence => Name.Replace('_', ' ');

    public override string ToString() => $"{Theme}: {Sentence}";
}

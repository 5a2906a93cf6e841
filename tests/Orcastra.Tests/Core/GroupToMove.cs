using Orcastra.Core.Planning;
using Orcastra.Core.Policies;

namespace Orcastra.Tests.Core;

/// <summary>The nouns of tests in which anchor db, with web, is to move from a to b.</summary>
internal static class GroupToMove
{
    public static readonly Policy OneGroup = Given.Policy(Given.Anchor("db", "web"));

    public static Cluster Swarm(string at = "a") => new Cluster().Node("a", at == "a" ? ["db"] : []).Node("b", at == "b" ? ["db"] : []).Service(Given.Spec("db"), at).Service(Given.Spec("web"), at);

    public static string End(Plan plan) => $"{plan.Memory.Commands["1"].Outcome}: {plan.Memory.Commands["1"].Says}";
}

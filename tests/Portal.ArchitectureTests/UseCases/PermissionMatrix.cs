using System.Text;
using Portal.Kernel.Access;

namespace Portal.ArchitectureTests.UseCases;

/// <summary>Use case by role, as a text that a compliance officer can read.</summary>
internal static class PermissionMatrix
{
    private const string Head = """
        Who may use what, at most.

        "yes" means that the role may use it at all. Where patients' data is concerned, the Gate asks in addition for a tie between the
        person and the patient (care, billing, registration, self) and for a purpose, and writes an audit entry either way. A "-" is refused for every patient.
        "System" is a background job or a verb of the command line; "Nobody" is a person who has not signed in.
        A change of this file changes who may do what: it wants the approval of whoever answers for access rights (45 CFR 164.308(a)(4)).


        """;

    private static readonly Role[] Columns = [.. Roles.OfPeople, Role.System, Role.None];

    public static string Of(IEnumerable<UseCase> useCases)
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        Line(text, "Use case", Columns.Select(role => role == Role.None ? "Nobody" : role.ToString()), "Asks for");
        foreach (var useCase in useCases.OrderBy(one => one.Feature, StringComparer.Ordinal).ThenBy(one => one.Name, StringComparer.Ordinal))
        {
            Line(text, $"{useCase.Feature}: {useCase.Name}", Columns.Select(role => May(role, useCase) ? "yes" : "-"), Asks(useCase));
        }

        return text.ToString();
    }

    private static bool May(Role role, UseCase useCase) =>
        useCase.OpenToAll is not null || useCase.Needs.Any(permission => Roles.Permit(role, permission));

    private static string Asks(UseCase useCase) =>
        useCase.OpenToAll is { } reason ? $"nothing: {reason}" : string.Join(" or ", useCase.Needs) + (FreshFactorLaws.Says(useCase) ? ", with a second factor of the last five minutes" : "");

    private static void Line(StringBuilder text, string name, IEnumerable<string> cells, string asks) =>
        text.Append(name.PadRight(38)).Append(string.Concat(cells.Select(cell => cell.PadRight(19)))).Append(asks).Append('\n');
}

using System.Text;
using Portal.Kernel.Access;

namespace Portal.Tests.Kernel.Access;

/// <summary>The table of roles against a text file that a compliance officer approves: one permission more fails here.</summary>
[Trait("Norm", "164.308(a)(4)")]
public sealed class RolesTests
{
    [Fact]
    public void The_permissions_of_each_role_are_the_approved_ones()
    {
        var approved = File.ReadAllText(Path.Combine(Clone.Root, "tests", "Portal.Tests", "Kernel", "Access", "approved-permissions.txt"));

        // If the change is wanted, have the new table approved and put it in the file.
        Assert.Equal(approved.ReplaceLineEndings("\n"), Matrix());
    }

    [Fact]
    public void Every_role_of_a_person_has_permissions_and_no_person_acts_as_the_system()
    {
        Roles.OfPeople.ShouldAllBe(role => Roles.PermissionsOf(role).Count > 0);
        Roles.OfPeople.ShouldNotContain(Role.System);
        Should.Throw<ArgumentOutOfRangeException>(() => Actor.Person(default, Role.System, default, Origin.Local));
        Should.Throw<ArgumentOutOfRangeException>(() => Actor.Person(default, Role.None, default, Origin.Local));
    }

    private static string Matrix()
    {
        var text = new StringBuilder("What each role may do at most; x is allowed.\n\n");
        var roles = Enum.GetValues<Role>();
        text.Append("".PadRight(22)).AppendJoin(' ', roles.Select(role => role.ToString().PadRight(18))).Append('\n');
        foreach (var permission in Enum.GetValues<Permission>())
        {
            text.Append(permission.ToString().PadRight(22))
                .Append(string.Join(' ', roles.Select(role => (Roles.Permit(role, permission) ? "x" : ".").PadRight(18))).TrimEnd())
                .Append('\n');
        }

        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}

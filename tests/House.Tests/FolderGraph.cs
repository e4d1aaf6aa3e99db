using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MailDispatcher.House.Tests;

/// <summary>
/// Which namespace of an assembly uses which other one of the same assembly, read from what the compiler made of it: a
/// full name in the middle of a line counts as much as a using. A namespace is a folder here (.editorconfig).
/// </summary>
internal sealed class FolderGraph
{
    private readonly ModuleDefinition _module;
    private readonly SortedDictionary<(string From, string To), SortedSet<string>> _uses = [];

    private FolderGraph(ModuleDefinition module) => _module = module;

    /// <value>Each use, with the types that do it, as <c>From.Type -> To.Type</c>.</value>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Uses => _uses;

    public static FolderGraph Of(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        var graph = new FolderGraph(module);
        foreach (var type in module.GetTypes())
            graph.Add(type);
        return graph;
    }

    /// <summary>Groups of folders each of which reaches all others of its group.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Cycles()
    {
        var folders = _uses.Keys.SelectMany(use => new[] { use.From, use.To }).Distinct().ToList();
        var reached = folders.ToDictionary(folder => folder, Reached);
        return
        [
            .. folders
                .Where(folder => reached[folder].Contains(folder))
                .GroupBy(folder =>
                    string.Join(' ', folders.Where(f => reached[folder].Contains(f) && reached[f].Contains(folder)))
                )
                .Select(group => group.Order(StringComparer.Ordinal).ToList()),
        ];
    }

    private HashSet<string> Reached(string from)
    {
        var reached = new HashSet<string>();
        var left = new Stack<string>([from]);
        while (left.TryPop(out var next))
        {
            foreach (var (_, to) in _uses.Keys.Where(use => use.From == next))
            {
                if (reached.Add(to))
                    left.Push(to);
            }
        }

        return reached;
    }

    private void Add(TypeDefinition type)
    {
        Use(type, type.BaseType);
        foreach (var implemented in type.Interfaces)
            Use(type, implemented.InterfaceType);
        foreach (var field in type.Fields)
            Use(type, field.FieldType);
        AddAttributes(type, type);
        foreach (var method in type.Methods)
        {
            AddAttributes(type, method);
            Use(type, method.ReturnType);
            foreach (var parameter in method.Parameters)
                Use(type, parameter.ParameterType);
            if (method.HasBody)
                Add(type, method.Body);
        }
    }

    private void Add(TypeDefinition type, MethodBody body)
    {
        foreach (var variable in body.Variables)
            Use(type, variable.VariableType);
        foreach (var operand in body.Instructions.Select(instruction => instruction.Operand))
        {
            switch (operand)
            {
                case TypeReference used:
                    Use(type, used);
                    break;
                case MethodReference called:
                    Use(type, called.DeclaringType);
                    if (called is GenericInstanceMethod generic)
                    {
                        foreach (var argument in generic.GenericArguments)
                            Use(type, argument);
                    }

                    break;
                case FieldReference read:
                    Use(type, read.DeclaringType);
                    break;
            }
        }
    }

    private void AddAttributes(TypeDefinition type, ICustomAttributeProvider bearer)
    {
        foreach (var attribute in bearer.CustomAttributes)
            Use(type, attribute.AttributeType);
    }

    private void Use(TypeDefinition by, TypeReference? used)
    {
        switch (used)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType generic:
                foreach (var argument in generic.GenericArguments)
                    Use(by, argument);
                Use(by, generic.ElementType);
                return;
            case TypeSpecification specification:
                Use(by, specification.ElementType);
                return;
        }

        if (used.Scope != _module)
            return;
        var (from, to) = (Outermost(by), Outermost(used));
        if (from.Namespace == to.Namespace || !IsOurs(from) || !IsOurs(to))
            return;
        if (!_uses.TryGetValue((from.Namespace, to.Namespace), out var types))
            _uses.Add((from.Namespace, to.Namespace), types = new SortedSet<string>(StringComparer.Ordinal));
        types.Add($"{from.Name} -> {to.Name}");
    }

    private static TypeReference Outermost(TypeReference type) =>
        type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>What the compiler adds stands in namespaces of its own.</summary>
    private static bool IsOurs(TypeReference type) =>
        type.Namespace.StartsWith("MailDispatcher", StringComparison.Ordinal);
}

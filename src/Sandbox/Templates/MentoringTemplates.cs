using MailDispatcher.Sandbox.Senders;

namespace MailDispatcher.Sandbox.Templates;

/// <summary>
/// The five mentoring templates under the numbers that the dispatcher knows them by, in Portuguese as the product's
/// users read them. The wording is the sandbox's own; the parameters are those that the dispatcher fills.
/// </summary>
internal static class MentoringTemplates
{
    public static IEnumerable<MailTemplate> All(Sender sender, DateTimeOffset now)
    {
        yield return Template(
            7,
            "confirmation_to_mentor",
            "Mentoria confirmada com {{params.MENTORED_NAME}} em {{params.MENTORING_DATE}}",
            """
            <p>Olá, {{params.MENTOR_NAME}}!</p>
            <p>Sua mentoria com <strong>{{params.MENTORED_NAME}}</strong> está confirmada para
            <strong>{{params.MENTORING_DATE}}</strong>, às <strong>{{params.MENTORING_HOUR}}</strong>.</p>
            <p><a href="https://mentoria.example.com/mentorados/{{params.MENTORED_ID}}">
            Conheça o perfil de {{params.MENTORED_NAME}}</a></p>
            <p>Obrigado por compartilhar o seu tempo.</p>
            """
        );
        yield return Template(
            9,
            "confirmation_to_mentored",
            "Sua mentoria com {{params.MENTOR_NAME}} está confirmada",
            """
            <p>Olá, {{params.MENTORED_NAME}}!</p>
            <p>Você foi selecionado para a mentoria com <strong>{{params.MENTOR_NAME}}</strong> em
            <strong>{{params.MENTORING_DATE}}</strong>, às <strong>{{params.MENTORING_HOUR}}</strong>.</p>
            <p><a href="https://mentoria.example.com/mentores/{{params.MENTOR_ID}}">
            Conheça o perfil de {{params.MENTOR_NAME}}</a></p>
            <p>Prepare as suas perguntas e boa conversa!</p>
            """
        );
        yield return Template(
            10,
            "not_selected",
            "Sobre a mentoria com {{params.MENTOR_NAME}} em {{params.MENTORING_DATE}}",
            """
            <p>Olá, {{params.MENTORED_NAME}}.</p>
            <p>Desta vez você não foi selecionado para a mentoria com <strong>{{params.MENTOR_NAME}}</strong> de
            {{params.MENTORING_DATE}}, às {{params.MENTORING_HOUR}}.</p>
            {% for other in params.COALESCED %}
            <p>Nem para a de <strong>{{other.MENTOR_NAME}}</strong>, de {{other.MENTORING_DATE}}.</p>
            {% endfor %}
            <p>Não desanime: novas vagas são abertas todas as semanas.</p>
            """
        );
        yield return Template(
            11,
            "mentoring_cancelled",
            "Mentoria de {{params.MENTORING_DATE}} cancelada",
            """
            <p>Olá, {{params.MENTORED_NAME}}.</p>
            <p>Infelizmente a mentoria com <strong>{{params.MENTOR_NAME}}</strong>, marcada para
            <strong>{{params.MENTORING_DATE}}</strong> às <strong>{{params.MENTORING_HOUR}}</strong>,
            foi cancelada.</p>
            <p><a href="https://mentoria.example.com/mentores/{{params.MENTOR_ID}}">
            Veja outras datas de {{params.MENTOR_NAME}}</a></p>
            """
        );
        yield return Template(
            16,
            "mentor_of_mentored_leaving",
            "{{params.MENTORED_NAME}} não poderá comparecer à mentoria",
            """
            <p>Olá, {{params.MENTOR_NAME}}.</p>
            <p><strong>{{params.MENTORED_NAME}}</strong> desistiu da mentoria de
            <strong>{{params.MENTORING_DATE}}</strong>, às <strong>{{params.MENTORING_HOUR}}</strong>.</p>
            <p>Você pode escolher outra pessoa até <strong>{{params.MENTORING_DATE_LIMIT}}</strong>.</p>
            """
        );

        MailTemplate Template(long id, string name, string subject, string content) =>
            new()
            {
                Id = id,
                Name = name,
                Subject = subject,
                HtmlContent = Layout(content),
                Sender = sender,
                ReplyTo = sender.Email,
                CreatedAt = now,
                ModifiedAt = now,
            };
    }

    /// <summary>A template that a setting adds: it exists and is active, and shows nothing of its parameters.</summary>
    public static MailTemplate Plain(long id, Sender sender, DateTimeOffset now) =>
        new()
        {
            Id = id,
            Name = $"template_{id}",
            Subject = $"Modelo {id}",
            HtmlContent = Layout($"<p>Modelo {id} da conta de testes.</p>"),
            Sender = sender,
            ReplyTo = sender.Email,
            CreatedAt = now,
            ModifiedAt = now,
        };

    private static string Layout(string content) =>
        $$"""
            <!DOCTYPE html>
            <html lang="pt-BR"><head><meta charset="utf-8"><style>
            body { margin: 0; padding: 24px; background: #eef1f6; color: #1f2733;
              font: 16px/1.55 system-ui, sans-serif; }
            main { max-width: 34em; margin: 0 auto; padding: 28px 32px; background: #fff; border-radius: 10px; }
            h1 { margin: 0 0 20px; font-size: 15px; letter-spacing: .08em; text-transform: uppercase; color: #2a6f6a; }
            a { color: #2a6f6a; } footer { margin-top: 28px; font-size: 13px; color: #6a7483; }
            </style></head><body><main><h1>Mentoria</h1>
            {{content}}
            <footer>Você recebeu esta mensagem porque participa do programa de mentorias.</footer>
            </main></body></html>
            """;
}

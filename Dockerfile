FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY src src
COPY connectors connectors
COPY jobs jobs
USER node
# Within a container every address is its own; what is published of it is said where it is started.
ENV HTTP_HOST=0.0.0.0
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.HTTP_PORT || 8080}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# A young heap of 16 MB is as quick as the default one and keeps a measuring process below 400 MB.
ENTRYPOINT ["node", "--max-semi-space-size=16", "--", "jobs/fairclock.js"]
CMD ["worker"]
